using System.Diagnostics;
using System.Security.Cryptography;

namespace Ringback.Server.Tests.Faults;

/// <summary>A file system of a few megabytes in memory, which a test can fill and empty. Only root may make one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 64 * 1024;
    private readonly string _filler;

    private SmallDisk(string folder)
    {
        Folder = folder;
        _filler = Path.Combine(folder, "filler");
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Makes one; skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("ringback-disk-").FullName;
        var exitCode = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=1777", "tmpfs", folder);
        if (exitCode != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("needs the right to mount a small file system");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using var filler = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = Block; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    filler.Write(RandomNumberGenerator.GetBytes(size));
                }
            }
            catch (IOException)
            {
                // Full for this size.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(_filler);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
