using Microsoft.Extensions.Logging;

namespace Ringback.Storage.Writing;

/// <summary>
/// Tells writes what became of them, and gives their room back. A defect of whoever is told is said, and ends nothing: what was
/// committed stays committed, and is never written again.
/// </summary>
internal sealed partial class WriteOutcome<TWrite>(WriteRoom room, ILogger logger)
    where TWrite : QueuedWrite
{
    /// <summary>A write is durable.</summary>
    public void Committed(TWrite write)
    {
        room.Release(write.Size);
        try
        {
            write.Committed();
        }
        catch (Exception error)
        {
            Defect(error);
        }
    }

    /// <summary>Writes were not done, or nobody knows.</summary>
    public void Failed(IReadOnlyList<TWrite> writes, Exception error)
    {
        foreach (var write in writes)
        {
            room.Release(write.Size);
            Guarded(() => write.Failed(error));
        }
    }

    /// <summary>Calls somebody whose defects must not end the writer.</summary>
    public void Guarded(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception error)
        {
            Defect(error);
        }
    }

    /// <summary>Says that somebody could not be told.</summary>
    public void Defect(Exception error) => Log.Defect(logger, error);

    private static partial class Log
    {
        [LoggerMessage(EventId = 202, Level = LogLevel.Error, EventName = "store.defect",
            Message = "What follows a commit has failed; what was committed stays committed")]
        public static partial void Defect(ILogger logger, Exception error);
    }
}
