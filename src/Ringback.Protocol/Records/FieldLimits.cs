namespace Ringback.Protocol.Records;

/// <summary>How long and how many the fields of requests may be; the description of the API says the same.</summary>
public static class FieldLimits
{
    /// <summary>The longest name of a webhook, in characters.</summary>
    public const int WebhookName = 255;

    /// <summary>The longest target URL, in characters.</summary>
    public const int TargetUrl = 2048;

    /// <summary>The longest filter, in characters.</summary>
    public const int Filter = 2048;

    /// <summary>The longest secret, in characters.</summary>
    public const int Secret = 1024;

    /// <summary>The most attempts of a webhook that may be in flight.</summary>
    public const int InFlight = 1000;

    /// <summary>The longest id that a publisher may choose for an event, in characters.</summary>
    public const int EventId = 200;

    /// <summary>The longest id of a person or an org, in characters.</summary>
    public const int Reference = 512;

    /// <summary>The most persons that an event may be visible to.</summary>
    public const int VisibleTo = 10_000;

    /// <summary>The most events of a request.</summary>
    public const int Events = 1000;

    /// <summary>The longest text of a token, such as its name or one of its scopes, in characters.</summary>
    public const int TokenText = 255;

    /// <summary>The most scopes, roles or addresses of a token.</summary>
    public const int TokenWords = 100;
}
