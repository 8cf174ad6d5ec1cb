using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteMaintenance
{
    /// <inheritdoc/>
    public Task AddAsync(
        StoreTable table, IReadOnlyList<StoreRow> rows, CopyState state, CancellationToken cancellationToken)
    {
        Commit(() =>
        {
            var insert = Writer.Prepare(SqliteTableSql.Of(table).Insert);
            foreach (var row in rows)
            {
                SqliteValues.Bind(insert, row.Values).Run();
            }

            Save(state);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CopyState?> FindCopyAsync(CancellationToken cancellationToken)
    {
        if (!SqliteDatabase.HasTable(_reader, SqliteDatabase.CopyTable))
        {
            return Task.FromResult<CopyState?>(null);
        }

        using var select = _reader.Once("SELECT source, table_name, last_key, row_count FROM store_copy");
        return Task.FromResult(select.Step()
            ? new CopyState(select.Text(0)!, select.Text(1)!, select.Bytes(2), select.Integer(3))
            : null);
    }

    /// <inheritdoc/>
    public Task EndCopyAsync(CancellationToken cancellationToken)
    {
        // Crash point: what is taken up stays, and the same copy again goes on with the rest.
        for (long end = -1, next = 0; next != end;)
        {
            end = next;
            Commit(() => next = AttemptIndex.Fill(Writer));
        }

        Commit(() => Execute("DROP TABLE IF EXISTS store_copy"));
        return Task.CompletedTask;
    }

    private void Save(CopyState state)
    {
        Execute("""
            CREATE TABLE IF NOT EXISTS store_copy (
                number     INTEGER PRIMARY KEY CHECK (number = 1),
                source     TEXT    NOT NULL,
                table_name TEXT    NOT NULL,
                last_key   BLOB,
                row_count  INTEGER NOT NULL
            )
            """);
        using var save = Writer.Once("""
            INSERT OR REPLACE INTO store_copy (number, source, table_name, last_key, row_count) VALUES (1, ?, ?, ?, ?)
            """);
        save.Bind(1, state.Source).Bind(2, state.Table).Bind(3, state.LastKey).Bind(4, state.Rows).Run();
    }

    private void Execute(string sql)
    {
        using var statement = Writer.Once(sql);
        statement.Run();
    }
}
