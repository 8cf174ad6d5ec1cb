using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Sending;

/// <summary>What came of sending a callback.</summary>
internal sealed record SendResult
{
    /// <summary>How it ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The address that was called; null when none was reached.</summary>
    public string? Address { get; init; }

    /// <summary>The answer's headers, a line each; null when there was no answer.</summary>
    public string? ResponseHeaders { get; init; }

    /// <summary>The beginning of the answer's body; null when there was none.</summary>
    public byte[]? ResponseBody { get; init; }
}
