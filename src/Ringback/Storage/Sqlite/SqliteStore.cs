using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Ringback.Installation;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Everything on one SQLite file: a writer that all changes go through, and one reader for what is rarely read.
/// </summary>
internal sealed partial class SqliteStore(IOptions<DataFolderOptions> options, StorageMetrics? metrics = null)
    : IStore, IDisposable
{
    // In KiB: what it reads most, it reads once.
    private const int ReaderCache = 8 * 1024;

    private readonly SemaphoreSlim _readerInUse = new(1, 1);
    private FileStream? _claim;
    private SqliteWriter? _writer;
    private SqliteSession? _reader;

    private SqliteWriter Writer => _writer ?? throw new StoreUnavailableException("The store is not open.");

    /// <inheritdoc/>
    public string Place => $"SQLite in {options.Value.Data}";

    /// <summary>Never: the folder is claimed for as long as the process lives.</summary>
    public event Action? Lost
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    /// <summary>Claims the data folder, migrates the database and starts the writer.</summary>
    /// <exception cref="StoreUnusableException">With one line that says why.</exception>
    public void Open()
    {
        var folder = options.Value.Data;
        _claim = SqliteDatabase.Claim(folder);
        SqliteDatabase.Migrate(folder);
        _reader = new SqliteSession(SqliteDatabase.Connect(folder, ReaderCache));
        SqliteDatabase.RefuseHalfCopy(_reader, folder);
        _positions.StartAfter(LastPosition(_reader));
        _writer = new SqliteWriter(new SqliteSession(SqliteDatabase.Connect(folder)), metrics);
    }

    /// <inheritdoc/>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = new ProbeAction();
        Writer.Enqueue(probe, urgent: true);
        await probe.Done.WaitAsync(cancellationToken);
        Writer.Trouble.ThrowIfNow();
    }

    /// <summary>Commits what is waiting and closes the file.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        if (Interlocked.Exchange(ref _reader, null) is { } reader)
        {
            // A read that goes on would go on in memory that is given back.
            _readerInUse.Wait();
            reader.Dispose();
            _readerInUse.Release();
        }

        _claim?.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static long LastPosition(SqliteSession session)
    {
        using var last = session.Once("SELECT max(position) FROM events");
        return last.Step() ? last.Integer(0) : 0;
    }

    private Task WriteAsync(Action<SqliteSession> execute, CancellationToken cancellationToken)
    {
        // Once it is queued it will be committed, and the caller must learn of it: its memory has to follow the store.
        cancellationToken.ThrowIfCancellationRequested();
        var write = new WriteAction(execute);
        Writer.Enqueue(write, urgent: true);
        return write.Done;
    }

    private async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _readerInUse.WaitAsync(cancellationToken);
        try
        {
            var reader = _reader ?? throw new StoreUnavailableException("The store is not open.");
            return Read(() => read(reader));
        }
        finally
        {
            _readerInUse.Release();
        }
    }

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException error)
        {
            throw new StoreUnavailableException("The database cannot be read.", error);
        }
    }
}
