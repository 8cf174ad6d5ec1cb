using System.Globalization;
using Npgsql;
using Ringback.Events;

namespace Ringback.Storage.Postgres;

/// <summary>
/// The days of events and attempts, each a partition. Both are keyed by a UUID version 7, which begins with a time, so a
/// day is a range of ids.
/// </summary>
internal static class PostgresPartitions
{
    private const int DaysAhead = 3;
    private const string DayFormat = "yyyyMMdd";

    /// <summary>The tables that are kept by day.</summary>
    public static readonly IReadOnlyList<string> Tables = ["events", "attempts"];

    /// <summary>Makes the partitions of today and of the next days where they are missing.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var there = await ListAsync(connection, cancellationToken);
        foreach (var table in Tables)
        {
            for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
            {
                if (!there.Contains(Name(table, day)))
                {
                    await EnsureAsync(connection, table, day, cancellationToken);
                }
            }
        }
    }

    /// <summary>The name of a day's partition.</summary>
    public static string Name(string table, DateOnly day) =>
        $"{table}_{day.ToString(DayFormat, CultureInfo.InvariantCulture)}";

    /// <summary>
    /// Drops the partitions whose days ended before a time. That takes an instant, but nobody may use the table meanwhile:
    /// where somebody reads it for long, the partition stays until the next time.
    /// </summary>
    public static async Task DropBeforeAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var firstKept = DateOnly.FromDateTime(before.UtcDateTime);
        foreach (var name in await ListAsync(connection, cancellationToken))
        {
            if (DayOf(name) is { } day && day < firstKept)
            {
                await DropAsync(connection, name, cancellationToken);
            }
        }
    }

    private static DateOnly? DayOf(string partition) =>
        DateOnly.TryParseExact(partition[(partition.LastIndexOf('_') + 1)..], DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day)
            ? day
            : null;

    private static Guid FirstId(DateOnly day) =>
        EventTime.FirstId(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent IN ('events'::regclass, 'attempts'::regclass)",
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task DropAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                $"SET LOCAL lock_timeout = '200ms'; DROP TABLE IF EXISTS {name}", connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException inUse) when (inUse.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Next time.
        }
    }

    /// <summary>Makes the partition of a day where it is missing.</summary>
    public static async Task EnsureAsync(
        NpgsqlConnection connection, string table, DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            // Who reads the table for long must not keep everybody behind us from it.
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var create = new NpgsqlCommand(
                $"""
                SET LOCAL lock_timeout = '2s';
                CREATE TABLE IF NOT EXISTS {Name(table, day)} PARTITION OF {table}
                FOR VALUES FROM ('{FirstId(day)}') TO ('{FirstId(day.AddDays(1))}')
                """,
                connection, transaction);
            await create.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // A clock that was ahead has put ids of this day among the others: there the day stays.
        }
        catch (PostgresException there) when (
            there.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation)
        {
            // Another process makes it at this moment; IF NOT EXISTS sees only what is committed.
        }
        catch (PostgresException inUse) when (inUse.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Next time: days are made ahead.
        }
    }
}
