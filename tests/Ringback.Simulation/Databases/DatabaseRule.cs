using System.Globalization;
using Ringback.Simulation.Store;
using Ringback.Storage.Maintenance;

namespace Ringback.Simulation.Databases;

/// <summary>In the end a database has exactly the rows that were committed, and keeps its own rules.</summary>
internal static class DatabaseRule
{
    private static readonly (StoreTable Table, string[] Columns, Func<Disk, IEnumerable<object?[]>> Rows)[] Tables =
    [
        (StoreTable.Webhooks, ["id", "name", "target_url", "secrets", "status", "settings", "version", "subject"],
            disk => disk.Webhooks.Values.Select(webhook => new object?[]
            {
                webhook.Id, webhook.Name, webhook.TargetUrl, webhook.Secrets, (int)webhook.Status, webhook.Settings,
                webhook.Version, webhook.Subject,
            })),
        (StoreTable.Events, ["org_id", "id", "chosen_id", "matched", "resource", "type", "created", "data"],
            disk => disk.Events.Select(commit => new object?[]
            {
                commit.Event.OrgId, commit.Event.Id, commit.Event.PublicId, commit.Matches.Length, commit.Event.Resource,
                commit.Event.Type, commit.Event.Created, commit.Event.Data,
            })),
        (StoreTable.Pending, ["webhook_id", "due", "delivery_id", "event_id", "attempts"],
            disk => disk.Pending.Values.SelectMany(rows => rows).Select(row => new object?[]
            {
                row.WebhookId, row.Due, row.DeliveryId, row.Event.Id, row.Attempts,
            })),
        (StoreTable.Attempts,
            ["webhook_id", "delivery_id", "number", "event_id", "started_at", "outcome", "verdict", "next_due", "status", "error"],
            disk => disk.Outcomes.Select(outcome => new object?[]
            {
                outcome.Attempt.WebhookId, outcome.Attempt.DeliveryId, outcome.Attempt.Number, outcome.Attempt.EventId,
                outcome.Attempt.StartedAt, outcome.Attempt.Outcome, (int)outcome.Verdict, outcome.NextDue,
                outcome.Attempt.Status, outcome.Attempt.Error,
            })),
        (StoreTable.Health, ["webhook_id", "failures", "disabled_at", "on_probation"],
            disk => disk.Health.Values.Select(health => new object?[]
            {
                health.WebhookId, health.Failures, health.DisabledAt, health.IsOnProbation,
            })),
    ];

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="address">Where the database is.</param>
    /// <param name="disk">What has to be in it.</param>
    /// <param name="time">The clock that it was used by.</param>
    /// <param name="hasClockJumped">Whether that was ever set: a day that it showed too early has no partition of its own.</param>
    public static async Task<string?> ObjectionAsync(
        StoreAddress address, Disk disk, TimeProvider time, bool hasClockJumped)
    {
        await using var store = await StoreOpening.OpenAsync(address, StoreUse.Look, time, CancellationToken.None);
        await foreach (var finding in store.CheckAsync(CancellationToken.None))
        {
            if (!finding.IsFine && !(hasClockJumped && finding.Check == "partitions"))
            {
                return $"It is not so that {finding.Rule}: {finding.Detail}";
            }
        }

        foreach (var (table, columns, rows) in Tables)
        {
            var right = rows(disk).Select(Text).ToHashSet(StringComparer.Ordinal);
            await foreach (var row in store.ReadAsync(table, null, CancellationToken.None))
            {
                var text = Text([.. columns.Select(column => row.Values[table[column]])]);
                if (!right.Remove(text))
                {
                    return $"The table {table} has a row too many: {text}";
                }
            }

            if (right.Count > 0)
            {
                return $"The table {table} lacks {right.Count} rows: {right.First()}";
            }
        }

        return null;
    }

    private static string Text(object?[] values) => string.Join(" | ", values.Select(Text));

    private static string Text(object? value) => value switch
    {
        null => "-",
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IEnumerable<DateTimeOffset> times => string.Join("/", times.Select(time => Text((object)time))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
