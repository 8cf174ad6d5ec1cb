using System.Runtime.CompilerServices;
using Npgsql;
using Ringback.Installation;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Postgres;

/// <summary>A PostgreSQL database, opened to be looked after.</summary>
internal sealed partial class PostgresMaintenance : IMaintainedStore
{
    private const string Name = "ringback store";

    private readonly PostgresDatabase _database;
    private readonly PostgresClaim? _claim;
    private readonly TimeProvider _time;
    private readonly HashSet<(string Table, DateOnly Day)> _days = [];

    private PostgresMaintenance(PostgresDatabase database, PostgresClaim? claim, TimeProvider time)
    {
        _database = database;
        _claim = claim;
        _time = time;
    }

    /// <inheritdoc/>
    public string Place => _database.Place;

    /// <summary>Opens a database, and claims it unless it is only looked at.</summary>
    /// <exception cref="StoreUnusableException">It is not there, a server uses it, or it cannot be used.</exception>
    public static async Task<PostgresMaintenance> OpenAsync(
        string connectionString, StoreUse use, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(connectionString, Name);
        try
        {
            if (use == StoreUse.Target)
            {
                await database.MigrateAsync(time.GetUtcNow(), cancellationToken);
            }
            else
            {
                await database.RequireSchemaAsync(cancellationToken);
            }

            PostgresClaim? claim = null;
            if (use != StoreUse.Look)
            {
                await database.OrSayWhyAsync(
                    async () => claim = await PostgresClaim.TakeAsync(database, use, cancellationToken));
            }

            return new PostgresMaintenance(database, claim, time);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreRow> ReadAsync(
        StoreTable table, object[]? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sql = PostgresTableSql.Of(table);
        var kinds = table.Columns.Select(column => column.Kind).Concat(sql.Key).ToArray();
        var width = table.Columns.Count;
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(
            connection, Command(sql.Select, after ?? Array.ConvertAll(sql.Key, PostgresValues.Least)));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var values = new object?[kinds.Length];
            for (var i = 0; i < kinds.Length; i++)
            {
                values[i] = PostgresValues.Read(reader, i, kinds[i]);
            }

            yield return new StoreRow(values[..width], values[width..]!);
        }
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(StoreTable table, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table.Name}", connection) { CommandTimeout = 0 };
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc/>
    public async Task<int> RemoveAsync(
        StoreTable table, IReadOnlyList<StoreRow> rows, CancellationToken cancellationToken)
    {
        var sql = PostgresTableSql.Of(table).Delete;
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, [.. rows.Select(row => Command(sql, row.Key))]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands.Sum(static (NpgsqlBatchCommand command) => command.RecordsAffected);
    }

    /// <inheritdoc/>
    public async Task ClearRemovedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var vacuum = new NpgsqlCommand("VACUUM events, chosen_ids, pending, attempts", connection)
        {
            CommandTimeout = 0,
        };
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_claim is not null)
        {
            await _claim.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    // Without a limit: a sort of all events takes its time. One batch is one transaction.
    private static NpgsqlBatch Batch(NpgsqlConnection connection, params IReadOnlyList<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static NpgsqlBatchCommand Command(string sql, IReadOnlyList<object?> values) =>
        Sql.Command(sql, [.. values.Select(PostgresValues.Parameter)]);
}
