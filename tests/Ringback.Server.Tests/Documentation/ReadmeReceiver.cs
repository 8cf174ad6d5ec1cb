using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.Documentation;

/// <summary>A receiver as the README shows it, at work on a free port.</summary>
internal sealed class ReadmeReceiver : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringback-readme-");
    private readonly Process _process;

    private ReadmeReceiver(string program, string file, int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}/");
        File.WriteAllText(Path.Combine(_folder.FullName, file), Code(file).Replace("8080", $"{port}", StringComparison.Ordinal));
        _process = Process.Start(new ProcessStartInfo(program, file) { WorkingDirectory = _folder.FullName })!;
    }

    /// <summary>Where it takes callbacks.</summary>
    public Uri Url { get; }

    /// <summary>Starts the one that the README names after a file, and waits until it takes connections.</summary>
    public static async Task<ReadmeReceiver> StartAsync(string program, string file)
    {
        Require(program);
        var receiver = new ReadmeReceiver(program, file, FreePort());
        await Eventually.IsTrueAsync($"{file} listens", receiver.ListensAsync);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WithinAsync("end of a receiver");
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        Assert.False(_process.HasExited, "The receiver has ended.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Url.Host, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Code(string file)
    {
        var root = typeof(ReadmeReceiver).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "RepositoryRoot").Value!;
        var block = Regex.Match(
            File.ReadAllText(Path.Combine(root, "README.md")),
            $@"<!-- {Regex.Escape(file)} -->\s+```\w+\n(?<code>.*?)\n```",
            RegexOptions.Singleline);
        Assert.True(block.Success, $"README.md has no {file}");
        return block.Groups["code"].Value;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Require(string program)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!onPath.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            var reason = $"needs {program}; run ./test";
            Assert.False(Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all", reason);
            Assert.Skip(reason);
        }
    }
}
