using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>What is lost or repeated when the server is killed under load, and how soon it delivers again.</summary>
internal sealed record RecoveryMode(MeasuredServer Server, int Kills, int Rate, int Webhooks, int Fanout, int Seed)
{
    private const int MostSecondsPerKill = 15;
    private static readonly TimeSpan FirstDeliveryLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    public static Command Build()
    {
        var command = new Command("recovery", "Kills the server every few seconds under load and starts it again.");
        var options = new ModeOptions(command);
        var kills = ModeOptions.Number(command, "--kills", 50, "How often the server is killed.");
        var rate = ModeOptions.Number(command, "--rate", 200, "Events a second, in batches of 10.");
        var webhooks = ModeOptions.Number(command, "--webhooks", 100, "Webhooks in all.");
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var seed = ModeOptions.Number(command, "--seed", 1, "Decides on the moments of the kills.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new RecoveryMode(
                server,
                parsed.GetValue(kills),
                parsed.GetValue(rate),
                parsed.GetValue(webhooks),
                parsed.GetValue(fanout),
                parsed.GetValue(seed)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var workload = new Workload(Webhooks, Fanout);
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        await server.Api.RegisterAsync(workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);

        var most = Rate * MostSecondsPerKill * Kills;
        await sink.ExpectAsync(most, workload);
        using var enough = new CancellationTokenSource();
        var publishers = new Publishers(server.Api, workload)
        {
            BatchSize = 10,
            EventsPerSecond = Rate,
            Tries = int.MaxValue,
            Enough = enough.Token,
        };
        var publishing = publishers.PublishAsync(0, most, cancellationToken);
        var restarts = await KillRepeatedlyAsync(sink, server, publishing, cancellationToken);
        await enough.CancelAsync();
        var published = await publishing;
        var promised = (long)published * Fanout;
        Report.Progress($"{published:N0} events accepted, {publishers.Retries:N0} tries failed");
        var counts = await sink.WaitForAsync(promised, Patience, cancellationToken);
        return new Figures
        {
            { "mode", "recovery" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "kills", (long)Kills },
            { "ratePerSecond", (long)Rate },
            { "deliveries", promised },
            { "firstDeliverySeconds", Percentile(restarts.Select(restart => restart.FirstDelivery), 50) },
            { "firstDeliveryMaxSeconds", Percentile(restarts.Select(restart => restart.FirstDelivery), 100) },
            { "readySeconds", Percentile(restarts.Select(restart => restart.Ready), 50) },
            { "failedPublishTries", publishers.Retries },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", promised - counts.Distinct },
            { "duplicates", counts.Duplicates },
        };
    }

    private async Task<List<Restart>> KillRepeatedlyAsync(
        SinkProcess sink, ServerProcess server, Task publishing, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var restarts = new List<Restart>();
        while (restarts.Count < Kills)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + (2 * random.NextDouble())), cancellationToken);
            if (publishing.IsFaulted)
            {
                await publishing;
            }

            await server.KillAsync();
            await sink.MarkAsync();
            var start = Stopwatch.GetTimestamp();
            server.StartAgain();
            await server.WaitUntilReadyAsync(cancellationToken);
            var ready = Stopwatch.GetElapsedTime(start);
            var firstDelivery = await FirstDeliveryAsync(sink, cancellationToken);
            var delivering = Stopwatch.GetElapsedTime(start, firstDelivery);
            restarts.Add(new Restart(delivering, ready));
            Report.Progress($"kill {restarts.Count}: first delivery after {delivering.TotalSeconds:N2} s");
        }

        return restarts;
    }

    private static async Task<long> FirstDeliveryAsync(SinkProcess sink, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < FirstDeliveryLimit)
        {
            var first = (await sink.CountsAsync()).FirstSinceMark;
            if (first != 0)
            {
                return first;
            }

            await Task.Delay(10, cancellationToken);
        }

        throw new LoadTestException($"No delivery within {FirstDeliveryLimit.TotalSeconds} s of a restart.");
    }

    private static double Percentile(IEnumerable<TimeSpan> times, int percent)
    {
        var sorted = times.Order().ToList();
        return sorted[(sorted.Count - 1) * percent / 100].TotalSeconds;
    }

    private sealed record Restart(TimeSpan FirstDelivery, TimeSpan Ready);
}
