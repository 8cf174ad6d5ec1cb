using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>An access token as an administrator sees it, without the token itself.</summary>
public record AccessToken
{
    /// <summary>The id to revoke it by.</summary>
    public required string Id { get; init; }

    /// <summary>What the token is for, in words.</summary>
    public required string Name { get; init; }

    /// <summary>Whom it speaks for.</summary>
    public required string PersonId { get; init; }

    /// <summary>The org of that person.</summary>
    public required string OrgId { get; init; }

    /// <summary>The app that uses it.</summary>
    public required string AppId { get; init; }

    /// <summary><c>person</c> or <c>bot</c>.</summary>
    [AllowedValues("person", "bot")]
    public required string PersonType { get; init; }

    /// <summary>The name of that person, for others to read.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The email addresses of that person.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    /// <summary>What the token may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The roles of that person in the org, such as <c>admin</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When it was created.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it stops to work; absent for never.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; absent while it is not.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? RevokedAt { get; init; }
}
