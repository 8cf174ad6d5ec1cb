using System.Globalization;

namespace Ringback.Simulation;

/// <summary>The command line: <c>--seeds 500 [--from 1]</c> runs many, <c>--seed N</c> one with its steps.</summary>
internal static class SimulationCommand
{
    private const int LinesOfFailure = 60;

    /// <summary>Runs it; 0 when every promise was kept.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        if (Number(args, "--seed") is { } seed)
        {
            return Replay(seed, int.MaxValue, output) is null ? 0 : 1;
        }

        var summary = new SeedSummary();
        Run(Number(args, "--from") ?? 1, Number(args, "--seeds") ?? 500, summary, output);
        return summary.Failed == 0 ? 0 : 1;
    }

    /// <summary>Runs many seeds; of one that breaks a promise it writes the last steps and how to replay it.</summary>
    public static void Run(int from, int count, SeedSummary summary, TextWriter output)
    {
        SeedRange.Run(from, count, report =>
        {
            summary.Add(report);
            if (report.Violation is not null)
            {
                output.WriteLine($"Seed {report.Seed}: {report.Violation}");
                Replay(report.Seed, LinesOfFailure, output);
                output.WriteLine($"Replay: dotnet run --project tests/Ringback.Simulation -- --seed {report.Seed}");
            }

            summary.TellProgress(output, count);
        });
        summary.WriteTo(output);
    }

    private static string? Replay(int seed, int lines, TextWriter output)
    {
        using var world = new SimulatedWorld(seed, keepsTrace: true);
        var violation = world.Run();
        foreach (var line in world.Trace.Last(lines))
        {
            output.WriteLine(line);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Seed {seed}: {world.Trace.Count} steps, fingerprint {world.Trace.Fingerprint:x16}, {violation ?? "every promise kept"}"));
        return violation;
    }

    private static int? Number(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : null;
    }
}
