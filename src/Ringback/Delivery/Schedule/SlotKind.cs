namespace Ringback.Delivery.Schedule;

/// <summary>What a slot is used for; each kind has turns and a limit of its own, so that none starves another.</summary>
internal enum SlotKind
{
    /// <summary>A delivery that was never tried.</summary>
    FirstTry,

    /// <summary>A delivery that was tried before.</summary>
    Retry,

    /// <summary>Either, for a webhook whose last attempt timed out.</summary>
    Slow,
}
