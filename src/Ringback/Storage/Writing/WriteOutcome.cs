namespace Ringback.Storage.Writing;

/// <summary>
/// Tells writes what became of them, and gives their room back. A defect of whoever is told is said, and ends nothing: what was
/// committed stays committed, and is never written again.
/// </summary>
internal sealed class WriteOutcome<TWrite>(WriteRoom room, WriterTelemetry telemetry)
    where TWrite : QueuedWrite
{
    /// <summary>A write is durable.</summary>
    public void Committed(TWrite write)
    {
        if (IsFirst(write))
        {
            Guarded(write.Committed);
        }
    }

    /// <summary>Writes were not done, or nobody knows.</summary>
    public void Failed(IReadOnlyList<TWrite> writes, Exception error)
    {
        foreach (var write in writes)
        {
            if (IsFirst(write))
            {
                Guarded(() => write.Failed(error));
            }
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
    public void Defect(Exception error) => telemetry.Defect(error);

    // Whatever happens in between, a write is told once, and gives its room back once.
    private bool IsFirst(TWrite write)
    {
        if (write.IsOver)
        {
            return false;
        }

        write.IsOver = true;
        room.Release(write.TookNoRoom ? 0 : write.Size);
        return true;
    }
}
