using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Sending;

/// <summary>The result of sending a callback.</summary>
internal sealed record SendResult
{
    /// <summary>How the request ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>
    /// The address at the other end of the connection that was used, or that was dialled last when there was none; null when
    /// none was dialled, and for one of several HTTP/2 connections to a receiver, of which it cannot be told which.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The HTTP version of the answer, as <c>1.1</c> or <c>2.0</c>; null when there was none.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>Whether the connection was opened during the attempt; null when there was none, or it cannot be told.</summary>
    public bool? IsNewConnection { get; init; }

    /// <summary>How long its parts took.</summary>
    public AttemptTiming? Timing { get; init; }

    /// <summary>The answer's headers, a line each; null when there was no answer.</summary>
    public string? ResponseHeaders { get; init; }

    /// <summary>The beginning of the answer's body; null when there was none.</summary>
    public byte[]? ResponseBody { get; init; }
}
