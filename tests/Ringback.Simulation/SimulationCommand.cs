using System.Globalization;
using Ringback.Simulation.Databases;
using Ringback.Simulation.Defects;

namespace Ringback.Simulation;

/// <summary>
/// The command line: <c>--seeds 500 [--from 1]</c> runs many, <c>--seed N</c> one with its steps; with
/// <c>--store sqlite|postgres</c> on a real database.
/// </summary>
internal static class SimulationCommand
{
    private const int LinesOfFailure = 60;

    /// <summary>Runs it; 0 when every promise was kept.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        using var databases = DatabaseServer.Named(Value(args, "--store") ?? "memory");
        if (Number(args, "--seed") is { } seed)
        {
            return Replay(seed, int.MaxValue, output, databases) is null ? 0 : 1;
        }

        var summary = new SeedSummary();
        Run(Number(args, "--from") ?? 1, Number(args, "--seeds") ?? 500, summary, output, databases);
        return summary.Failed == 0 ? 0 : 1;
    }

    /// <summary>Runs many seeds; of one that breaks a promise it writes the last steps and how to replay it.</summary>
    public static void Run(
        int from, int count, SeedSummary summary, TextWriter output, DatabaseServer? databases = null)
    {
        SeedRange.Run(from, count, report =>
        {
            summary.Add(report);
            if (report.Violation is not null)
            {
                var store = databases is null ? "" : $"--store {databases.Name} ";
                output.WriteLine($"Seed {report.Seed}: {report.Violation}");
                Replay(report.Seed, LinesOfFailure, output, databases);
                output.WriteLine($"Replay: dotnet run --project tests/Ringback.Simulation -- {store}--seed {report.Seed}");
            }

            summary.TellProgress(output, count);
        }, databases: databases);
        summary.WriteTo(output);
    }

    private static string? Replay(int seed, int lines, TextWriter output, DatabaseServer? databases)
    {
        using var database = databases?.Make();
        using var world = new SimulatedWorld(seed, keepsTrace: true, Defect.None, database);
        var violation = world.Run();
        foreach (var line in world.Trace.Last(lines))
        {
            output.WriteLine(line);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Seed {seed}: {world.Trace.Count} steps, fingerprint {world.Trace.Fingerprint:x16}, {violation ?? "every promise kept"}"));
        return violation;
    }

    private static int? Number(string[] args, string name) =>
        Value(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private static string? Value(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
