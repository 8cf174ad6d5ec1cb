namespace Ringback.Cli.Demo;

/// <summary>One request that the demo's receiver got.</summary>
internal sealed record ReceivedCallback
{
    /// <summary>The webhook whose endpoint it came to: the last part of the path.</summary>
    public required string Key { get; init; }

    /// <summary>The request line: method, path and protocol.</summary>
    public required string RequestLine { get; init; }

    /// <summary>The headers; their order says nothing.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body, byte for byte.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The status that it was answered with.</summary>
    public required int Status { get; init; }

    /// <summary>The time by the wall.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The time by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Whether the sender may take it as delivered.</summary>
    public bool IsAccepted => Status is >= 200 and < 300;

    /// <summary>The id of the event that it tells of; null when it does not say.</summary>
    public string? EventId => Header("Ringback-Event-Id");

    /// <summary>A header's value; null when it did not come.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
