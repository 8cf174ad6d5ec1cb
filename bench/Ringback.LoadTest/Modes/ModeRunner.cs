using Ringback.LoadTest.Reporting;

namespace Ringback.LoadTest.Modes;

/// <summary>Runs a mode as often as asked, prints the medians and decides on the exit code.</summary>
internal static class ModeRunner
{
    private const int Fine = 0;
    private const int SomethingLost = 1;
    private const int CouldNotMeasure = 2;

    public static async Task<int> RunAsync(
        int runs, bool json, Func<CancellationToken, Task<Figures>> measure, CancellationToken cancellationToken)
    {
        try
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

            var figures = Figures.Median(all);
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
