using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Ringback.Storage;
using Ringback.Storage.Maintenance;
using Ringback.Storage.Postgres;

namespace Ringback.LoadTest.History;

/// <summary>The history in a database of PostgreSQL.</summary>
/// <param name="connectionString">The database.</param>
/// <param name="folder">The folder of its cluster.</param>
internal sealed class PostgresHistory(string connectionString, string folder) : IHistoryDatabase
{
    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Integer, NpgsqlDbType.Uuid, NpgsqlDbType.Bigint,
        NpgsqlDbType.TimestampTz, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Integer,
        NpgsqlDbType.Integer, NpgsqlDbType.Integer, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Smallint,
        NpgsqlDbType.TimestampTz, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea,
    ];

    public string Folder => folder;

    public async Task FillAsync(IEnumerable<object?[]> attempts, DateTimeOffset first, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Command Timeout=0");
        await connection.OpenAsync(cancellationToken);
        for (var day = first; day < first.AddDays(8); day = day.AddDays(1))
        {
            await PostgresPartitions.EnsureAsync(connection, day, cancellationToken);
        }

        var columns = string.Join(", ", StoreTable.Attempts.Columns.Select(column => column.Name));
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"COPY attempts ({columns}) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            foreach (var row in attempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                for (var i = 0; i < row.Length; i++)
                {
                    Write(copy, row[i], Types[i]);
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        // What autovacuum does sooner or later, so that it does not do it while something is measured.
        foreach (var sql in new[] { "VACUUM ANALYZE attempts", "CHECKPOINT" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task<IStore> OpenAsync(CancellationToken cancellationToken)
    {
        var options = Options.Create(new PostgresOptions { ConnectionString = connectionString });
        var store = new PostgresStore(options, TimeProvider.System);
        await store.OpenAsync(cancellationToken);
        return store;
    }

    private static void Write(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value, type);
        }
    }
}
