using System.Globalization;
using Npgsql;

namespace Ringback.Storage.Postgres;

/// <summary>
/// The days of events and attempts, each a partition. Both are keyed by a UUID version 7, which begins with a time, so a
/// day is a range of ids.
/// </summary>
internal static class PostgresPartitions
{
    private const int DaysAhead = 3;
    private static readonly string[] Tables = ["events", "attempts"];

    /// <summary>Makes the partitions of today and of the next days where they are missing.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var table in Tables)
        {
            for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
            {
                await EnsureAsync(connection, table, day, cancellationToken);
            }
        }
    }

    /// <summary>The name of the partition of a day.</summary>
    public static string Name(string table, DateOnly day) =>
        $"{table}_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <summary>The first id of a day.</summary>
    public static Guid FirstId(DateOnly day)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, start >>= 8)
        {
            bytes[i] = (byte)start;
        }

        return new Guid(bytes, bigEndian: true);
    }

    private static async Task EnsureAsync(
        NpgsqlConnection connection, string table, DateOnly day, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection)
        {
            Parameters = { new NpgsqlParameter { Value = Name(table, day) } },
        };
        if ((bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
        {
            return;
        }

        try
        {
            await using var create = new NpgsqlCommand(
                $"""
                CREATE TABLE IF NOT EXISTS {Name(table, day)} PARTITION OF {table}
                FOR VALUES FROM ('{FirstId(day)}') TO ('{FirstId(day.AddDays(1))}')
                """,
                connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // A clock that was ahead has put ids of this day among the others: there the day stays.
        }
    }
}
