namespace Ringback.Storage.Writing;

/// <summary>Something that a store's writer does inside its next transaction.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Whether it only finds out if the database can commit.</summary>
    public virtual bool IsProbe => false;

    /// <summary>Whether it is kept and tried again when the store cannot commit, instead of failing.</summary>
    public virtual bool MustSucceed => false;

    /// <summary>The org that publishes it; empty for what nobody publishes.</summary>
    public virtual string OrgId => "";

    /// <summary>Its place in the order of coming. Only the queue sets it.</summary>
    public long Place { get; set; }

    /// <summary>About how many bytes it keeps in memory until it is over.</summary>
    public virtual long Size => 0;

    /// <summary>
    /// Whether it was committed, but what the database said of it was lost: how many rows it changed, above all.
    /// </summary>
    public bool IsAnswerLost { get; set; }

    /// <summary>Whether its bytes are not counted among those that publishers wait for. Only the writer sets it.</summary>
    public bool TookNoRoom { get; set; }

    /// <summary>Whether it was told what became of it. Only the writer sets it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Called by the writer, in order, once the transaction is durable; once at most.</summary>
    public abstract void Committed();

    /// <summary>
    /// Called instead of <see cref="Committed"/> when nothing of it was committed, or, with an error that says so, when nobody
    /// will find out whether it was.
    /// </summary>
    public abstract void Failed(Exception error);

    /// <summary>
    /// Called when it takes long to find out whether it was committed: whoever waits may be told so. The writer goes on asking,
    /// and calls one of the others in the end.
    /// </summary>
    public virtual void StopWaiting(Exception error)
    {
        // Most have to know, and wait.
    }
}
