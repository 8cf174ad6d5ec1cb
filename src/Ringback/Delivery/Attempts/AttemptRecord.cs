namespace Ringback.Delivery.Attempts;

/// <summary>One HTTP request of a delivery and its outcome: a row of the attempt log.</summary>
internal sealed record AttemptRecord
{
    /// <summary>The webhook that was called.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>The delivery: the same on every try.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The event that it was told of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>1 for the first try.</summary>
    public required int Number { get; init; }

    /// <summary>The version of the webhook that it used.</summary>
    public long WebhookVersion { get; init; }

    /// <summary>When the attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>For how long it was due before it began.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>From its beginning to the last byte read, or to the failure.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>See <see cref="AttemptOutcome.Kind"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The HTTP status; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why it failed, for the owner of the webhook; null after a success.</summary>
    public string? Error { get; init; }

    /// <summary>The address that was called; null when none was dialled.</summary>
    public string? Address { get; init; }

    /// <summary>The HTTP version of the answer, as <c>1.1</c> or <c>2.0</c>; null when there was none.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>Whether the connection was opened during the attempt; null when there was none, or it cannot be told.</summary>
    public bool? IsNewConnection { get; init; }

    /// <summary>How long its parts took; null when nothing was sent.</summary>
    public AttemptTiming? Timing { get; init; }

    /// <summary>The answer's headers, a line each; null when there was no answer.</summary>
    public string? ResponseHeaders { get; init; }

    /// <summary>The first 4 KiB of the answer's body; null when there was none.</summary>
    public byte[]? ResponseBody { get; init; }
}
