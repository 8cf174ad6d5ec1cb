using Microsoft.Data.Sqlite;
using Ringback.Installation;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Sqlite;

/// <summary>The database of a data folder, opened to be looked after: read by one connection, changed by another.</summary>
internal sealed partial class SqliteMaintenance : IMaintainedStore
{
    private readonly string _folder;
    private readonly FileStream? _claim;
    private readonly SqliteSession _reader;
    private readonly SqliteSession? _writer;

    private SqliteMaintenance(string folder, StoreUse use, FileStream? claim)
    {
        _folder = folder;
        _claim = claim;
        _reader = new SqliteSession(SqliteDatabase.ConnectToRead(folder));
        _writer = use is StoreUse.Target or StoreUse.Change ? new SqliteSession(SqliteDatabase.Connect(folder)) : null;
    }

    /// <inheritdoc/>
    public string Place => Path.GetFullPath(_folder).TrimEnd(Path.DirectorySeparatorChar);

    private SqliteSession Writer => _writer ?? throw new InvalidOperationException("Opened to be read.");

    /// <summary>Opens the database of a folder, and claims the folder unless it is only looked at.</summary>
    /// <exception cref="StoreUnusableException">It is not there, a server uses it, or it cannot be used.</exception>
    public static SqliteMaintenance Open(string folder, StoreUse use)
    {
        if (use != StoreUse.Target && !File.Exists(SqliteDatabase.FileIn(folder)))
        {
            throw new StoreUnusableException($"There is no database in {folder}.");
        }

        var claim = use == StoreUse.Look ? null : SqliteDatabase.Claim(folder);
        try
        {
            if (use == StoreUse.Target)
            {
                SqliteDatabase.Migrate(folder);
            }
            else
            {
                SqliteDatabase.RequireSchema(folder);
            }

            return new SqliteMaintenance(folder, use, claim);
        }
        catch (SqliteException error)
        {
            claim?.Dispose();
            throw new StoreUnusableException(SqliteDatabase.Describe(folder, error), error);
        }
        catch
        {
            claim?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreRow> ReadAsync(StoreTable table, object[]? after, CancellationToken cancellationToken) =>
        Read(table, after, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public Task<long> CountAsync(StoreTable table, CancellationToken cancellationToken) =>
        Task.FromResult(Number($"SELECT count(*) FROM {table.Name}"));

    /// <inheritdoc/>
    public Task<int> RemoveAsync(StoreTable table, IReadOnlyList<StoreRow> rows, CancellationToken cancellationToken)
    {
        var removed = 0;
        Commit(() =>
        {
            var delete = Writer.Prepare(SqliteTableSql.Of(table).Delete);
            foreach (var row in rows)
            {
                removed += SqliteValues.Bind(delete, row.Key).Run();
            }
        });
        return Task.FromResult(removed);
    }

    /// <inheritdoc/>
    public Task ClearRemovedAsync(CancellationToken cancellationToken)
    {
        // The log is emptied into the file, and the file is written anew without what was removed.
        Writer.Prepare("VACUUM").Run();
        Writer.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Run();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        _reader.Dispose();
        _claim?.Dispose();
        return ValueTask.CompletedTask;
    }

    private IEnumerable<StoreRow> Read(StoreTable table, object[]? after, CancellationToken cancellationToken)
    {
        var sql = SqliteTableSql.Of(table);
        var kinds = table.Columns.Select(column => column.Kind).Concat(sql.Key).ToArray();
        var width = table.Columns.Count;
        var select = SqliteValues.Bind(_reader.Prepare(sql.Select), after ?? Array.ConvertAll(sql.Key, SqliteValues.Least));
        try
        {
            while (select.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var values = new object?[kinds.Length];
                for (var i = 0; i < kinds.Length; i++)
                {
                    values[i] = SqliteValues.Read(select, i, kinds[i]);
                }

                yield return new StoreRow(values[..width], values[width..]!);
            }
        }
        finally
        {
            select.Reset();
        }
    }

    private void Commit(Action change)
    {
        Writer.Prepare("BEGIN IMMEDIATE").Run();
        try
        {
            change();
            Writer.Prepare("COMMIT").Run();
        }
        catch (SqliteException)
        {
            Writer.Rollback();
            throw;
        }
    }

    private long Number(string sql)
    {
        using var statement = _reader.Once(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Integer(0) : 0;
    }
}
