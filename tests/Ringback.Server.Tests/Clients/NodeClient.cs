using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests.Clients;

/// <summary>A real client from npm at work: the script in a folder of tests/clients; it talks in JSON lines.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _complaints = new();
    private readonly string _name;
    private readonly Process _process;

    private NodeClient(string name, Process process)
    {
        _name = name;
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
            {
                _complaints.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the client of a folder; skips the test without Node and the client's packages.</summary>
    public static NodeClient Start(string folder, params IEnumerable<(string Name, string Value)> environment) =>
        Start(folder, ["node"], environment);

    /// <summary>Starts the client of a folder; skips the test without the client's packages and the programs that it needs.</summary>
    public static NodeClient Start(
        string folder, IReadOnlyList<string> programs, params IEnumerable<(string Name, string Value)> environment)
    {
        var path = Path.Combine(RepositoryRoot(), "tests", "clients", folder);
        Require(path, programs);
        var start = new ProcessStartInfo("node", "client.js")
        {
            WorkingDirectory = path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new NodeClient(folder, Process.Start(start)!);
    }

    /// <summary>The next line; null when the client has ended.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line
                ? JsonElement.Parse(line)
                : null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_name} said nothing more within {Limit}. {Complaints()}");
        }
    }

    /// <summary>The next line with a property, and this value in it if one is given; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string property, string? value = null)
    {
        while (await NextAsync() is { } line)
        {
            if (line.TryGetProperty(property, out var found) && (value is null || found.ValueEquals(value)))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"{_name} ended without saying {property} {value}. {Complaints()}");
    }

    /// <summary>Sends the client one line.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the client's end and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string RepositoryRoot() => typeof(NodeClient).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    private static void Require(string path, IReadOnlyList<string> programs)
    {
        Assert.True(File.Exists(Path.Combine(path, "client.js")), $"There is no client in {path}.");
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists(Path.Combine(path, "node_modules"))
            && programs.All(program => onPath.Any(folder => File.Exists(Path.Combine(folder, program)))))
        {
            return;
        }

        var reason = $"needs the npm clients and {string.Join(", ", programs)}; run ./test";
        if (Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private string Complaints()
    {
        lock (_complaints)
        {
            return $"On its standard error: {_complaints}";
        }
    }
}
