namespace Ringback.Simulation;

/// <summary>Where a process can die. Besides these it can die between any two pieces of work.</summary>
internal enum CrashPoint
{
    /// <summary>A transaction with a publish in it is about to be committed: nothing was promised.</summary>
    PublishQueued,

    /// <summary>The publish is durable; nobody was told.</summary>
    PublishCommitted,

    /// <summary>The scheduler has the publish; the publisher was not answered.</summary>
    HandedOver,

    /// <summary>The receiver has answered; the outcome is not even queued.</summary>
    Answered,

    /// <summary>A transaction with an outcome in it is about to be committed.</summary>
    OutcomeQueued,

    /// <summary>The outcome is durable; the scheduler was not told.</summary>
    OutcomeCommitted,

    /// <summary>The scheduler knows that the outcome is durable.</summary>
    OutcomeRecorded,

    /// <summary>A change of a webhook, or of its health, is about to be committed.</summary>
    ChangeQueued,

    /// <summary>A change of a webhook, or of its health, is durable; nobody was told.</summary>
    ChangeCommitted,

    /// <summary>The webhook is gone, and a part of what was pending for it.</summary>
    DroppedInPart,

    /// <summary>A page was read; the lane does not have it.</summary>
    PageRead,

    /// <summary>The engine is starting.</summary>
    Starting,

    /// <summary>The engine is stopping in good order, with attempts in flight.</summary>
    Stopping,
}
