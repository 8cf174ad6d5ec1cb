namespace Ringback.Server.Tests.Start;

/// <summary>A host may have no inotify instance left, and settings are read once: the server watches no file.</summary>
public sealed class WatcherTests
{
    [Fact]
    public async Task Running_server_has_no_inotify_instance_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        await using var server = await ServerProcess.StartNewAsync();

        var open = Directory.GetFiles($"/proc/{server.Current.Id}/fd")
            .Select(path => new FileInfo(path).LinkTarget)
            .ToList();

        Assert.NotEmpty(open);
        Assert.DoesNotContain(open, target => target?.Contains("inotify", StringComparison.Ordinal) == true);
    }
}
