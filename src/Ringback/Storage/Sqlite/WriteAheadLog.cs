using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Keeps SQLite's log small. It starts again from its beginning only when nobody reads, and a reader that stays, as a backup or
/// another program, lets it grow: then it is emptied as soon as that is possible, and said until then.
/// </summary>
/// <param name="path">Where the file of the log is.</param>
/// <param name="logger">Where it is said.</param>
/// <param name="time">The clock of the looks at it.</param>
internal sealed partial class WriteAheadLog(string path, ILogger logger, TimeProvider time)
{
    /// <summary>To how much the log is cut when it starts again.</summary>
    public const long Usual = 16L * 1024 * 1024;

    private const long TooLarge = 4 * Usual;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private long _looked = time.GetTimestamp();
    private long? _warned;

    /// <summary>Called by the writer after a commit. Never throws: the commit is done, and nothing here can change that.</summary>
    public void Committed(SqliteSession session)
    {
        try
        {
            if (time.GetElapsedTime(_looked) >= Between)
            {
                _looked = time.GetTimestamp();
                EmptyIfTooLarge(session);
            }
        }
        catch (Exception)
        {
            // Nothing is lost but disk space: it is looked at again.
        }
    }

    private void EmptyIfTooLarge(SqliteSession session)
    {
        if (Length() > TooLarge)
        {
            Empty(session);
        }
    }

    private void Empty(SqliteSession session)
    {
        try
        {
            // Whoever reads is not waited for: writers would wait too.
            session.Prepare("PRAGMA busy_timeout = 0").Run();
            session.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Run();
        }
        catch (SqliteException)
        {
            // Later.
        }
        finally
        {
            session.Prepare("PRAGMA busy_timeout = 5000").Run();
        }

        if (Length() is var left && left > TooLarge
            && (_warned is not { } warned || time.GetElapsedTime(warned) > BetweenWarnings))
        {
            _warned = time.GetTimestamp();
            Log.Held(logger, left / (1024 * 1024));
        }
    }

    private long Length() => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static partial class Log
    {
        [LoggerMessage(EventId = 210, Level = LogLevel.Warning, EventName = "store.log_held",
            Message = "The database's log has grown to {Megabytes} MB, because something holds the database open: a backup, "
                + "or another program that reads it")]
        public static partial void Held(ILogger logger, long megabytes);
    }
}
