using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>What creates an access token; an administrator sends it.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>What the token is for, in words.</summary>
    public string? Name { get; init; }

    /// <summary>Whom it speaks for; null for a new person.</summary>
    public string? PersonId { get; init; }

    /// <summary>The org of that person; null for the administrator's own.</summary>
    public string? OrgId { get; init; }

    /// <summary>The app that uses it; null for a new app.</summary>
    public string? AppId { get; init; }

    /// <summary><c>person</c> (also when null) or <c>bot</c>.</summary>
    public string? PersonType { get; init; }

    /// <summary>The name of that person, for others to read.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The email addresses of that person.</summary>
    public IReadOnlyList<string>? Emails { get; init; }

    /// <summary>What the token may do, such as <c>spark:all</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The roles of that person in the org, such as <c>admin</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>When it stops to work; null for never.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? ExpiresAt { get; init; }
}
