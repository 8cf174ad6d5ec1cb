using Ringback.Events;

namespace Ringback.Delivery.Log;

/// <summary>Which deliveries of a webhook to read.</summary>
internal sealed record DeliveryLogQuery
{
    /// <summary>The webhook whose deliveries are read.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>The time: no first try is due later, so later rows need not be looked at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Only deliveries before the one of this id: the last one of the page before.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }

    /// <summary>What the ids of the deliveries are less than.</summary>
    public Guid Before => Cursor ?? Guid.AllBitsSet;

    /// <summary>When the first try of any of the deliveries was due at the latest: at its publish, which its id begins with.</summary>
    public DateTimeOffset DueUntil =>
        Cursor is { } last && EventTime.Of(last) is var published && published < Now ? published : Now;
}
