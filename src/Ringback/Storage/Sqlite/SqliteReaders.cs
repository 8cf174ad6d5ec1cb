using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Ringback.Installation;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Sessions that read, a few at once, so that one who reads much makes nobody wait. Each is used by one thread at a time; one more
/// is made when it is first needed.
/// </summary>
/// <param name="connect">Opens a connection for one more session.</param>
/// <param name="count">How many there may be.</param>
internal sealed class SqliteReaders(Func<SqliteConnection> connect, int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads, as soon as a session is free.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or the file cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return Read(read);
        }
        catch (SqliteException error)
        {
            throw new StoreUnavailableException("The database cannot be read.", error);
        }
        catch (ObjectDisposedException error)
        {
            throw new StoreUnavailableException("The store is closed.", error);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Closes them, each when whoever uses it is done.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        for (var i = 0; i < count; i++)
        {
            // A read that goes on would go on in memory that is given back.
            _free.Wait();
        }

        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _free.Release(count);
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        if (!_idle.TryTake(out var session))
        {
            session = new SqliteSession(connect());
        }

        try
        {
            return read(session);
        }
        finally
        {
            _idle.Add(session);
        }
    }
}
