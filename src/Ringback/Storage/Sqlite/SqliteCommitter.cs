using Microsoft.Data.Sqlite;
using Ringback.Storage.Writing;
using SQLitePCL;

namespace Ringback.Storage.Sqlite;

/// <summary>Commits on a session of its own.</summary>
internal sealed class SqliteCommitter(SqliteSession session, WriteAheadLog log) : ICommitter<WriteOperation, SqliteSession>
{
    /// <inheritdoc/>
    public ValueTask CommitAsync(IReadOnlyList<WriteOperation> writes)
    {
        try
        {
            session.Prepare("BEGIN IMMEDIATE").Run();
            for (var i = 0; i < writes.Count; i++)
            {
                writes[i].Execute(session);
            }

            // Crash point: up to here the database has nothing of this batch, and nobody was told that it has.
            session.Prepare("COMMIT").Run();
        }
        catch
        {
            session.Rollback();
            throw;
        }

        log.Committed(session);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<CommitFailure> JudgeAsync(Exception error) =>
        ValueTask.FromResult(IsUnavailable(error) ? CommitFailure.Unavailable : CommitFailure.Refused);

    /// <summary>Nobody has to ask: a COMMIT that fails leaves the transaction open, or has rolled it back.</summary>
    /// <remarks>
    /// SQLite shows a transaction to anybody, itself included, only after its log was written and reached the disk; an error before
    /// that takes it back. What may be left in the log is overwritten by the next transaction.
    /// </remarks>
    public ValueTask<bool> WasCommittedAsync() => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask<SqliteSession?> SessionAsync() => ValueTask.FromResult<SqliteSession?>(session);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsUnavailable(Exception error) => (error as SqliteException)?.SqliteErrorCode
        is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY
            or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_PERM or raw.SQLITE_PROTOCOL or raw.SQLITE_CORRUPT
            or raw.SQLITE_NOTADB;
}
