using System.Net;

namespace Ringback.Client;

/// <summary>A request that the server refused, did not answer, or answered with something that is no answer of its API.</summary>
public sealed class RingbackException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public RingbackException()
    {
    }

    /// <summary>Makes one; the message is the server's own where it gave one.</summary>
    public RingbackException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one for a failure on the way.</summary>
    public RingbackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>What was wrong, a sentence each; empty when the server did not say.</summary>
    public IReadOnlyList<string> Descriptions { get; init; } = [];

    /// <summary>The id to ask about the request by; null when the answer had none.</summary>
    public string? TrackingId { get; init; }

    /// <summary>How long to wait before the next try; null when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
