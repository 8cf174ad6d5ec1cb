namespace Ringback.Access;

/// <summary>The scopes that Ringback itself looks at; a resource's read scopes are in the catalogue.</summary>
internal static class AccessScopes
{
    /// <summary>May publish events into its own org.</summary>
    public const string Publish = "ringback:publish";

    /// <summary>May manage tokens, and publish into any org.</summary>
    public const string Administer = "ringback:admin";

    /// <summary>May read all events of its org, with their full data.</summary>
    public const string ReadEvents = "spark-compliance:events_read";

    /// <summary>Covers every user-level Webex scope.</summary>
    public const string All = "spark:all";
}
