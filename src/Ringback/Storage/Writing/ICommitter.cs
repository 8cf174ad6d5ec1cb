namespace Ringback.Storage.Writing;

/// <summary>What differs between databases when a batch is committed. One call at a time.</summary>
/// <typeparam name="TWrite">A write of this database.</typeparam>
/// <typeparam name="TSession">What pages are read by.</typeparam>
internal interface ICommitter<in TWrite, TSession> : IAsyncDisposable
    where TSession : class
{
    /// <summary>Commits all of the writes in one transaction, or throws.</summary>
    ValueTask CommitAsync(IReadOnlyList<TWrite> writes);

    /// <summary>Says what an error of <see cref="CommitAsync"/> means, and lets go of a connection that is of no more use.</summary>
    ValueTask<CommitFailure> JudgeAsync(Exception error);

    /// <summary>
    /// Asks whether the last transaction, whose failure was <see cref="CommitFailure.Unknown"/>, was committed; throws when the
    /// database cannot say so yet.
    /// </summary>
    ValueTask<bool> WasCommittedAsync();

    /// <summary>What reads see every committed write by; null when there is no connection.</summary>
    ValueTask<TSession?> SessionAsync();
}
