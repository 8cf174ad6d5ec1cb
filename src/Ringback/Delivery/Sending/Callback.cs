using Ringback.Delivery.Targets;

namespace Ringback.Delivery.Sending;

/// <summary>One HTTP request, ready to be sent.</summary>
internal sealed record Callback
{
    /// <summary>The URL that the request goes to.</summary>
    public required Uri Url { get; init; }

    /// <summary>For whom it is sent.</summary>
    public WebhookParty Owner { get; init; }

    /// <summary>The envelope: exactly the bytes that were signed.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Headers of Ringback; their values are plain ASCII.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }
}
