using System.CommandLine;
using System.Diagnostics;
using Ringback.Delivery.Log;
using Ringback.LoadTest.History;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using WebexId = Ringback.Protocol.Ids.WebexId;
using WebexIdTypes = Ringback.Protocol.Ids.WebexIdTypes;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// What a long history costs: how long the newest page of a webhook's deliveries takes to read, and whether a publish stays
/// as fast as on an empty server.
/// </summary>
internal sealed record HistoryMode(MeasuredServer Server, int Attempts, int Webhooks, int Fanout, int Rate, int Rounds)
{
    private const int PageSize = 20;
    private const int Reads = 1000;
    private const int WarmUpSeconds = 15;
    private const int TurnSeconds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A little less than what retention keeps, so that it removes nothing while something is measured.
    private static readonly TimeSpan Length = TimeSpan.FromDays(6.9);

    public static Command Build()
    {
        var command = new Command("history", "Reads and publishes on a server that has a long history.");
        var options = new ModeOptions(command);
        var attempts = ModeOptions.Number(command, "--attempts", 10_000_000, "Attempts in the history.");
        var webhooks = ModeOptions.Number(command, "--webhooks", 1000, "Webhooks in all.");
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second.");
        var rounds = ModeOptions.Number(command, "--rounds", 20, $"Turns of {TurnSeconds} s that each of both servers has.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new HistoryMode(
                server,
                parsed.GetValue(attempts),
                parsed.GetValue(webhooks),
                parsed.GetValue(fanout),
                parsed.GetValue(rate),
                parsed.GetValue(rounds)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var workload = new Workload(Webhooks, Fanout);
        await using var filled = await ComparedServer.StartAsync(Server, workload, TargetPath, cancellationToken);
        var webhooks = Array.ConvertAll(filled.Webhooks, ToGuid);
        await filled.Server.StopAsync(cancellationToken);
        IHistoryDatabase database = filled.Server.Database is { } postgres
            ? new PostgresHistory(postgres, filled.Server.DatabaseFolder)
            : new SqliteHistory(filled.Server.DatabaseFolder);
        var filling = await FillAsync(database, webhooks, cancellationToken);
        await filled.Server.RestartDatabaseAsync();
        var (first, fromDisk, again) = await ReadAsync(database, webhooks, cancellationToken);

        await filled.StartAgainAsync(cancellationToken);
        await using var empty = await ComparedServer.StartAsync(Server, workload, TargetPath, cancellationToken);
        await empty.RestartAsync(cancellationToken);
        var turns = new Turns(Rate, WarmUpSeconds, TurnSeconds, Rounds);
        await ComparedServer.WarmUpAsync([empty, filled], turns, Patience, cancellationToken);
        await ComparedServer.TakeTurnsAsync([empty, filled], turns, cancellationToken);
        var counts = await Task.WhenAll(
            empty.CountAsync(Patience, cancellationToken), filled.CountAsync(Patience, cancellationToken));
        return new Figures
        {
            { "mode", "history" },
            { "store", Server.Store },
            { "attempts", (long)Attempts },
            { "webhooks", (long)Webhooks },
            { "fillSeconds", filling.TotalSeconds },
            { "databaseMiB", Size(database.Folder) },
            { "firstReadMs", first.TotalMilliseconds },
            { "readFromDiskP50Ms", fromDisk.Milliseconds(50) },
            { "readFromDiskP99Ms", fromDisk.Milliseconds(99) },
            { "readFromDiskMaxMs", fromDisk.Milliseconds(100) },
            { "readAgainP50Ms", again.Milliseconds(50) },
            { "readAgainP99Ms", again.Milliseconds(99) },
            { "readAgainMaxMs", again.Milliseconds(100) },
            { "fanout", (long)Fanout },
            { "ratePerSecond", (long)Rate },
            { "publishP50Ms", filled.Publish.Milliseconds(50) },
            { "publishP99Ms", filled.Publish.Milliseconds(99) },
            { "emptyPublishP50Ms", empty.Publish.Milliseconds(50) },
            { "emptyPublishP99Ms", empty.Publish.Milliseconds(99) },
            { "publishP50Ratio", filled.Publish.Milliseconds(50) / empty.Publish.Milliseconds(50) },
            { "publishP99Ratio", filled.Publish.Milliseconds(99) / empty.Publish.Milliseconds(99) },
            { "lost", counts.Sum(side => side.Lost) },
            { "duplicates", counts.Sum(side => side.Duplicates) },
        };
    }

    private static string TargetPath(int webhook) => $"/w/{webhook}";

    private static Guid ToGuid(string id) => WebexId.TryParse(id, WebexIdTypes.Webhook, out var uuid)
        ? uuid
        : throw new LoadTestException($"'{id}' is not the id of a webhook.");

    private static double Size(string folder)
        => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1048576.0;

    private async Task<TimeSpan> FillAsync(IHistoryDatabase database, Guid[] webhooks, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow();
        var rows = AttemptRows.Make(webhooks, Attempts, now - Length, now.AddMinutes(-5)).Select((row, number) =>
        {
            if ((number + 1) % 1_000_000 == 0)
            {
                Report.Progress($"{number + 1:N0} attempts in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
            }

            return row;
        });
        await database.FillAsync(rows, now - Length, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>
    /// Reads pages of random webhooks by the server's own code, in this process: the very first, on an open store, with nothing
    /// compiled and no file in memory; others, of which most come from the disk; and the same ones once more.
    /// </summary>
    private static async Task<(TimeSpan First, Latencies FromDisk, Latencies Again)> ReadAsync(
        IHistoryDatabase database, Guid[] webhooks, CancellationToken cancellationToken)
    {
        await using var store = await database.OpenAsync(cancellationToken);
        await FileCache.ForgetAsync(database.Folder, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await ReadPageAsync(store, webhooks[0], cancellationToken);
        var first = Stopwatch.GetElapsedTime(start);

        var chosen = new Random(2).GetItems(webhooks, Reads);
        var fromDisk = await TimeAsync();
        var again = await TimeAsync();
        Report.Progress($"page read: first {first.TotalMilliseconds:N1} ms, p99 from the disk {fromDisk.Milliseconds(99):N2} ms");
        return (first, fromDisk, again);

        async Task<Latencies> TimeAsync()
        {
            var latencies = new Latencies();
            foreach (var webhook in chosen)
            {
                var start = Stopwatch.GetTimestamp();
                await ReadPageAsync(store, webhook, cancellationToken);
                latencies.Add(start, Stopwatch.GetTimestamp());
            }

            return latencies;
        }
    }

    private static async Task ReadPageAsync(IDeliveryLog log, Guid webhook, CancellationToken cancellationToken)
    {
        var query = new DeliveryLogQuery
        {
            WebhookId = webhook,
            Now = TimeProvider.System.GetUtcNow(),
            Limit = PageSize,
        };
        var page = await log.ReadNewestAsync(query, cancellationToken);
        if (page.Items.Count < PageSize)
        {
            throw new LoadTestException($"A webhook has {page.Items.Count} deliveries; add attempts until each has {PageSize}.");
        }
    }
}
