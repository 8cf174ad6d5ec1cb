using Npgsql;
using Ringback.Events;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresMaintenance
{
    private const string MakeCopyTableSql = """
        CREATE TABLE IF NOT EXISTS store_copy (
            number     smallint PRIMARY KEY CHECK (number = 1),
            source     text     NOT NULL,
            table_name text     NOT NULL,
            last_key   bytea,
            row_count  bigint   NOT NULL
        )
        """;

    private const string SaveCopySql = """
        INSERT INTO store_copy (number, source, table_name, last_key, row_count) VALUES (1, $1, $2, $3::bytea, $4)
        ON CONFLICT (number) DO UPDATE
        SET source = excluded.source, table_name = excluded.table_name, last_key = excluded.last_key,
            row_count = excluded.row_count
        """;

    private const string FindCopySql = "SELECT source, table_name, last_key, row_count FROM store_copy";

    // So many new rows are unknown to the planner until somebody counts them. Not those of the shards, which the claim locks.
    private const string AnalyzeSql = "ANALYZE webhooks, webhook_versions, tokens, events, chosen_ids, pending, attempts, "
        + "webhook_health";

    // A day outside of these is that of a clock that was far off, and has no partition of its own.
    private const int DaysBack = 3650;
    private const int DaysAhead = 3;

    /// <inheritdoc/>
    public async Task AddAsync(
        StoreTable table, IReadOnlyList<StoreRow> rows, CopyState state, CancellationToken cancellationToken)
    {
        var insert = PostgresTableSql.Of(table).Insert;
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await EnsureDaysAsync(connection, table, rows, cancellationToken);
        await using (var make = Batch(connection, Command(MakeCopyTableSql, [])))
        {
            await make.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var batch = Batch(connection,
        [
            .. rows.Select(row => Command(insert, row.Values)),
            Command(SaveCopySql, [state.Source, state.Table, state.LastKey, state.Rows]),
        ]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CopyState?> FindCopyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        if (!await PostgresDatabase.HasTableAsync(connection, PostgresDatabase.CopyTable, cancellationToken))
        {
            return null;
        }

        await using var batch = Batch(connection, Command(FindCopySql, []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CopyState(reader.GetString(0), reader.GetString(1), reader.OrNull<byte[]>(2), reader.GetInt64(3))
            : null;
    }

    /// <inheritdoc/>
    public async Task EndCopyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, Command(AnalyzeSql, []), Command("DROP TABLE IF EXISTS store_copy", []));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task EnsureDaysAsync(
        NpgsqlConnection connection, StoreTable table, IReadOnlyList<StoreRow> rows, CancellationToken cancellationToken)
    {
        var timed = table == StoreTable.Events ? "id" : table == StoreTable.Attempts ? "delivery_id" : null;
        if (timed is null)
        {
            return;
        }

        var now = _time.GetUtcNow();
        var (first, last) = (EventTime.FirstId(now.AddDays(-DaysBack)), EventTime.FirstId(now.AddDays(DaysAhead)));
        foreach (var row in rows)
        {
            var id = (Guid)row.Values[table[timed]]!;
            var day = DateOnly.FromDateTime(EventTime.Of(id).UtcDateTime);
            if (id.CompareTo(first) > 0 && id.CompareTo(last) < 0 && _days.Add((table.Name, day)))
            {
                await PostgresPartitions.EnsureAsync(connection, table.Name, day, cancellationToken);
            }
        }
    }
}
