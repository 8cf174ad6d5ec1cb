using System.Diagnostics;

namespace Ringback.TestDatabase;

/// <summary>Finds PostgreSQL's programs, and runs them as somebody whom they accept.</summary>
internal static class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>The folder of initdb and postgres; null when PostgreSQL is not installed.</summary>
    public static string? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var ofDebian = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder).OrderByDescending(version => version, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return onPath.Concat(ofDebian)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>A program of the server's own version: in its folder, or where the server in that folder is a link to.</summary>
    public static string Beside(string folder, string program)
    {
        var path = Path.Combine(folder, program);
        var server = File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true);
        return File.Exists(path) || server is null ? path : Path.Combine(Path.GetDirectoryName(server.FullName)!, program);
    }

    /// <summary>Starts a program; PostgreSQL refuses to run as root, so root becomes its user first.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    /// <summary>Gives a folder to the user that root becomes.</summary>
    public static async Task GiveAwayAsync(string folder)
    {
        using var process = Process.Start("chown", ["postgres:postgres", folder]);
        await process.WaitForExitAsync();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, with what it said.</exception>
    public static async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var said = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await said}");
        }
    }
}
