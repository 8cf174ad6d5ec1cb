namespace Ringback.Simulation.Defects;

/// <summary>A defect that a test puts into the engine or between it and the world, to show that a check catches it.</summary>
public enum Defect
{
    /// <summary>The engine is as it is.</summary>
    None,

    /// <summary>A webhook gets one slot more than its limit.</summary>
    InFlightLimitTooHigh,

    /// <summary>There are more slots than the options say.</summary>
    TooManySlots,

    /// <summary>There are fewer slots than the options say.</summary>
    TooFewSlots,

    /// <summary>The waits are twice as long.</summary>
    LadderTooSlow,

    /// <summary>The last wait is left out.</summary>
    LadderTooShort,

    /// <summary>The waits are moved further than the options say.</summary>
    JitterTooWide,

    /// <summary>What a receiver asks for is ignored.</summary>
    RetryAfterIgnored,

    /// <summary>All lanes together keep more in memory than they may.</summary>
    MemoryUnbounded,

    /// <summary>A lane keeps more in memory than it may.</summary>
    PagesTooLarge,

    /// <summary>A failure too many is needed to disable a webhook.</summary>
    DisablesLate,

    /// <summary>A failure too few is needed to disable a webhook.</summary>
    DisablesEarly,

    /// <summary>A webhook's health is not saved.</summary>
    HealthNotSaved,

    /// <summary>A lane whose attempt timed out keeps all its slots.</summary>
    NeverProbes,

    /// <summary>A lane takes two places in its ring.</summary>
    LaneTakesTwoTurns,

    /// <summary>A publish is answered that was not written.</summary>
    PublishNotWritten,

    /// <summary>A publish is delivered that was not written.</summary>
    DeliversUnwritten,

    /// <summary>A publish is never answered.</summary>
    PublishNotAnswered,

    /// <summary>An outcome is reported as committed that was not written.</summary>
    OutcomeNotWritten,

    /// <summary>An outcome is neither queued nor reported.</summary>
    OutcomeNotQueued,

    /// <summary>An outcome that comes while the engine stops is not queued.</summary>
    OutcomeNotQueuedAtStop,

    /// <summary>An outcome is committed against another due date than its row's.</summary>
    OutcomeOfOtherRow,

    /// <summary>A row vanishes.</summary>
    RowVanishes,

    /// <summary>A page lacks a row.</summary>
    PageLacksRow,

    /// <summary>A page has rows whose time has not come.</summary>
    PageTooEarly,

    /// <summary>A page is empty and says that there is more.</summary>
    PageWithoutEnd,

    /// <summary>The sweep finds nothing.</summary>
    SweepFindsNothing,

    /// <summary>A webhook that is made inactive loses what is pending for it.</summary>
    InactiveIsDropped,

    /// <summary>A webhook that is made inactive goes on as if it were not.</summary>
    InactiveIsIgnored,

    /// <summary>A webhook goes on while it is being disabled.</summary>
    DisablingIsIgnored,

    /// <summary>A webhook that is made active again is not taken up.</summary>
    ActiveIsIgnored,

    /// <summary>Callbacks go to the URL that a webhook had first.</summary>
    TargetIsOld,

    /// <summary>Each callback is sent twice.</summary>
    SendsTwice,

    /// <summary>A callback is sent under the number of another attempt.</summary>
    AttemptMiscounted,

    /// <summary>What a receiver answered is mistaken for something else.</summary>
    OutcomeMistaken,

    /// <summary>A slot is kept when its attempt is over.</summary>
    SlotKept,

    /// <summary>The sender throws.</summary>
    SenderThrows,

    /// <summary>An owner may hold all slots.</summary>
    OwnerShareTooLarge,

    /// <summary>An org may hold all slots.</summary>
    OrgShareTooLarge,

    /// <summary>Webhooks that timed out may hold all slots.</summary>
    SlowShareTooLarge,

    /// <summary>A receiver gets one callback more than its limit.</summary>
    ReceiverLimitTooHigh,

    /// <summary>An owner takes two places in its ring.</summary>
    OwnerTakesTwoTurns,

    /// <summary>An attempt that breaks after its callback was sent keeps its slot.</summary>
    SlotLostByException,

    /// <summary>What memory does not know is dropped, and the store is not asked whether it was deleted.</summary>
    ForgottenIsDropped,

    /// <summary>A real database loses events that it has acknowledged.</summary>
    DatabaseLosesPublishes,

    /// <summary>A real database loses outcomes that it has acknowledged.</summary>
    DatabaseLosesOutcomes,

    /// <summary>A real database loses changes of webhooks that it has acknowledged.</summary>
    DatabaseLosesChanges,

    /// <summary>A real database takes what a process sends after its death was noticed.</summary>
    DatabaseTakesOutcomesOfTheDead,
}
