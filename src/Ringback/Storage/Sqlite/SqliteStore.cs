using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Everything on one SQLite file: a writer that all changes go through, sessions for what people read, and one for what the
/// engine reads at length.
/// </summary>
internal sealed partial class SqliteStore(
    IOptions<DataFolderOptions> options, StorageMetrics? metrics = null, ILogger<SqliteStore>? logger = null,
    WriterLimits? limits = null)
    : IStore, IDisposable
{
    // In KiB: what it reads most, it reads once.
    private const int ReaderCache = 8 * 1024;
    private const int MaxReaders = 4;

    private readonly ILogger _logger = logger ?? (ILogger)NullLogger.Instance;
    private FileStream? _claim;
    private GroupCommit<WriteOperation, SqliteSession>? _writer;
    private SqliteReaders? _readers;
    private SqliteReaders? _sweeper;

    private GroupCommit<WriteOperation, SqliteSession> Writer =>
        _writer ?? throw new StoreUnavailableException("The store is not open.");

    /// <summary>What reads at length, as the sweep does, so that nobody else waits for it.</summary>
    internal SqliteReaders Sweeper => _sweeper ?? throw new StoreUnavailableException("The store is not open.");

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
        using (var session = new SqliteSession(SqliteDatabase.Connect(folder, ReaderCache)))
        {
            SqliteDatabase.RefuseHalfCopy(session, folder);
            _positions.StartAfter(LastPosition(session));
            _attempts.Open(session);
        }

        _readers = new SqliteReaders(() => SqliteDatabase.Connect(folder, ReaderCache), MaxReaders);
        _sweeper = new SqliteReaders(() => SqliteDatabase.Connect(folder, ReaderCache), 1);
        _writer = new GroupCommit<WriteOperation, SqliteSession>(
            new SqliteCommitter(
                new SqliteSession(SqliteDatabase.Connect(folder)),
                new WriteAheadLog(SqliteDatabase.LogIn(folder), _logger, TimeProvider.System)),
            new WriterThread(), limits, metrics, _logger);
    }

    /// <inheritdoc/>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = new ProbeAction();
        await Writer.EnqueueAsync(probe, cancellationToken);
        await probe.Done.WaitAsync(cancellationToken);
        Writer.Trouble.ThrowIfNow();
    }

    /// <summary>Commits the waiting writes and closes the file.</summary>
    public void Dispose()
    {
        if (_writer is { } writer)
        {
            writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _readers?.Dispose();
        _sweeper?.Dispose();
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

    private async Task WriteAsync(Action<SqliteSession> execute, CancellationToken cancellationToken)
    {
        // Once it is queued it will be committed, and the caller must learn of it: its memory has to follow the store.
        cancellationToken.ThrowIfCancellationRequested();
        var write = new WriteAction(execute);
        await Writer.EnqueueAsync(write, cancellationToken);
        await write.Done;
    }

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken) =>
        (_readers ?? throw new StoreUnavailableException("The store is not open.")).ReadAsync(read, cancellationToken);

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
