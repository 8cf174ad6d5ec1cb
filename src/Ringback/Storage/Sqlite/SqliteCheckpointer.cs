using Microsoft.Data.Sqlite;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file, on a thread and a connection of its own: the
/// writer would do it inside a commit, and every publish behind that would wait for it.
/// </summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>After so many pages of the log, of 4 KiB each.</summary>
    public const int Interval = 4000;

    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private int _pages;
    private bool _stopping;

    /// <summary>Starts the thread on its own connection, which the checkpointer disposes of.</summary>
    public SqliteCheckpointer(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "ringback-checkpointer" };
        _thread.Start();
    }

    /// <summary>Says that so many pages were added to the log.</summary>
    public void Committed(int pages)
    {
        lock (_gate)
        {
            _pages += pages;
            if (_pages >= Interval)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the thread, after the checkpoint that is due; what is in the log then goes when the last connection closes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _session.Dispose();
    }

    private void Run()
    {
        while (IsDue())
        {
            try
            {
                // PASSIVE waits for nobody: it moves what no reader needs any more and no writer is about to write.
                _session.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();
            }
            catch (SqliteException)
            {
                // The log keeps what it has, and the writer meets the same trouble and tells of it. The next time it is tried.
            }
        }
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            while (!_stopping && _pages < Interval)
            {
                Monitor.Wait(_gate);
            }

            var isDue = _pages >= Interval;
            _pages = 0;
            return isDue;
        }
    }
}
