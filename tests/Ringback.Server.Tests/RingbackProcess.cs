using System.Diagnostics;
using System.Text;

namespace Ringback.Server.Tests;

/// <summary>A run of the <c>ringback</c> command, with what it prints.</summary>
internal sealed class RingbackProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RingbackProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = WaitForExitAsync();
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Ends once a development server has said where it listens; fails when the process ends first.</summary>
    public Task Ready => _ready.Task.WithinAsync("sign of a start");

    /// <summary>The exit code, once it has ended and all that it printed is here.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it printed on standard output.</summary>
    public string Output => Text(_output);

    /// <summary>What it printed on standard error.</summary>
    public string Errors => Text(_errors);

    /// <summary>Starts the command that was built together with the tests; settings are <c>Key=value</c>.</summary>
    public static RingbackProcess Start(string[] arguments, params string[] settings) =>
        Start(new ProcessStartInfo("dotnet", [CommandPath(), .. arguments]), settings);

    /// <summary>Starts it so that it may have only so many files open, connections among them.</summary>
    public static RingbackProcess StartWithFiles(int files, string[] arguments, params string[] settings) => Start(
        new ProcessStartInfo("/bin/sh", ["-c", $"ulimit -n {files}; exec dotnet \"$@\"", "sh", CommandPath(), .. arguments]), settings);

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static RingbackProcess Start(ProcessStartInfo start, string[] settings)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Ringback.Delivery"] = "Warning";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            start.Environment[setting[..equals]] = setting[(equals + 1)..];
        }

        return new RingbackProcess(new Process { StartInfo = start });
    }

    // The tests lie in artifacts/bin/Ringback.Server.Tests/debug/ and the command in artifacts/bin/Ringback.Cli/debug/.
    private static string CommandPath()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(tests.Parent!.Parent!.FullName, "Ringback.Cli", tests.Name, "Ringback.Cli.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The command was not built.", path);
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException($"It ended with {_process.ExitCode}: {Errors}{Output}"));
        return _process.ExitCode;
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (text)
        {
            text.Append(line).Append('\n');
        }

        if (line.StartsWith("Ringback for development", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
