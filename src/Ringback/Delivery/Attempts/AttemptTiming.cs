namespace Ringback.Delivery.Attempts;

/// <summary>How long the parts of an attempt took; a part that there was not, or that did not end, is null.</summary>
internal sealed record AttemptTiming
{
    /// <summary>Finding the host's addresses.</summary>
    public TimeSpan? Lookup { get; init; }

    /// <summary>Until one of them had answered.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>The TLS handshake, certificate check included.</summary>
    public TimeSpan? Tls { get; init; }

    /// <summary>From sending the callback to the answer's headers.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>From the answer's headers to the last byte that was read.</summary>
    public TimeSpan? Body { get; init; }

    /// <summary>The timing of these parts; null when none is known.</summary>
    public static AttemptTiming? Of(TimeSpan? lookup, TimeSpan? connect, TimeSpan? tls, TimeSpan? firstByte, TimeSpan? body) =>
        (lookup ?? connect ?? tls ?? firstByte ?? body) is null
            ? null
            : new AttemptTiming { Lookup = lookup, Connect = connect, Tls = tls, FirstByte = firstByte, Body = body };
}
