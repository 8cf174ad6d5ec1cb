using System.CommandLine;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Modes;

/// <summary>Runs a mode as often as asked, prints the medians and decides on the exit code.</summary>
internal static class ModeRunner
{
    private const int Fine = 0;
    private const int SomethingLost = 1;
    private const int CouldNotMeasure = 2;

    /// <summary>Measures a server, or two in turns when there is one to compare with.</summary>
    public static Task<int> RunAsync(
        ModeOptions options,
        ParseResult parsed,
        Func<MeasuredServer, CancellationToken, Task<Figures>> measure,
        CancellationToken cancellationToken)
        => PrintAsync(
            options.Json(parsed),
            async () =>
            {
                var (server, against) = (options.Server(parsed), options.Against(parsed));
                return against is null
                    ? Figures.Median(await MeasureAsync(options.Runs(parsed), stopping => measure(server, stopping), cancellationToken))
                    : await CompareAsync(options.Runs(parsed), server, against, measure, cancellationToken);
            },
            cancellationToken);

    /// <summary>Measures something that needs no server.</summary>
    public static Task<int> RunAsync(
        int runs, bool json, Func<CancellationToken, Task<Figures>> measure, CancellationToken cancellationToken)
        => PrintAsync(
            json, async () => Figures.Median(await MeasureAsync(runs, measure, cancellationToken)), cancellationToken);

    private static async Task<List<Figures>> MeasureAsync(
        int runs, Func<CancellationToken, Task<Figures>> measure, CancellationToken cancellationToken)
    {
        var all = new List<Figures>();
        for (var run = 1; run <= runs; run++)
        {
            Report.Progress(runs > 1 ? $"run {run} of {runs}" : "measuring");
            all.Add(await measure(cancellationToken));
            if (runs > 1)
            {
                Report.Progress(Report.ToJson(all[^1]));
            }
        }

        return all;
    }

    /// <summary>
    /// Both in each round, in one order and then in the other, so that what the machine does meanwhile meets both. The
    /// ratios are made within each round, of which they are the medians.
    /// </summary>
    private static async Task<Figures> CompareAsync(
        int rounds,
        MeasuredServer server,
        MeasuredServer against,
        Func<MeasuredServer, CancellationToken, Task<Figures>> measure,
        CancellationToken cancellationToken)
    {
        var (ofServer, ofAgainst, ratios) = (new List<Figures>(), new List<Figures>(), new List<Figures>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var first in new[] { round % 2 == 0, round % 2 != 0 })
            {
                Report.Progress($"round {round} of {rounds}: {(first ? server : against).Assembly}");
                (first ? ofServer : ofAgainst).Add(await measure(first ? server : against, cancellationToken));
                Report.Progress(Report.ToJson((first ? ofServer : ofAgainst)[^1]));
            }

            ratios.Add(ofServer[^1].DividedBy(ofAgainst[^1]));
        }

        return new Figures
        {
            { "rounds", (long)rounds },
            {
                "servers",
                [
                    Figures.Median(ofAgainst).After("against", against.Assembly),
                    Figures.Median(ofServer).After("server", server.Assembly),
                ]
            },
            { "ratios", [Figures.Median(ratios)] },
        };
    }

    private static async Task<int> PrintAsync(bool json, Func<Task<Figures>> measure, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await measure();
            Report.Print(figures, json);
            return figures.Lost > 0 ? SomethingLost : Fine;
        }
        catch (Exception e) when (e is LoadTestException or HttpRequestException)
        {
            Console.Error.WriteLine(e.Message);
            return CouldNotMeasure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return CouldNotMeasure;
        }
    }
}
