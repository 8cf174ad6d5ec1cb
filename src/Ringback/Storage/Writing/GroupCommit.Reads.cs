using System.Diagnostics;

namespace Ringback.Storage.Writing;

internal sealed partial class GroupCommit<TWrite, TSession>
{
    // A commit waits for no more than this long for pages that are read.
    private static readonly TimeSpan ReadSlice = TimeSpan.FromMilliseconds(5);

    private async ValueTask ReadPagesAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (NextRead(Stopwatch.GetElapsedTime(started) > ReadSlice) is { } read)
        {
            TSession? session = null;
            try
            {
                session = IsClosed ? null : await _committer.SessionAsync();
            }
            catch (Exception)
            {
                // The read is told, by getting none.
            }

            await ReadAsync(read, session);
        }
    }

    private Func<TSession?, ValueTask>? NextRead(bool isSliceOver)
    {
        lock (_gate)
        {
            return !(isSliceOver && _queue.IsWriteDue) && _queue.TryTakeRead(out var read) ? read : null;
        }
    }

    private async ValueTask ReadAsync(Func<TSession?, ValueTask> read, TSession? session)
    {
        try
        {
            await read(session);
        }
        catch (Exception error)
        {
            _outcome.Defect(error);
        }
    }
}
