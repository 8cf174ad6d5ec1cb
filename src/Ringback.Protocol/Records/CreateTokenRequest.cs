using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>What creates an access token; an administrator sends it.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>What the token is for, in words.</summary>
    [StringLength(FieldLimits.TokenText, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Whom it speaks for; left out for a new person.</summary>
    [StringLength(FieldLimits.TokenText, MinimumLength = 1)]
    public string? PersonId { get; init; }

    /// <summary>The org of that person; left out for the administrator's own.</summary>
    [StringLength(FieldLimits.TokenText, MinimumLength = 1)]
    public string? OrgId { get; init; }

    /// <summary>The app that uses it; left out for a new app.</summary>
    [StringLength(FieldLimits.TokenText, MinimumLength = 1)]
    public string? AppId { get; init; }

    /// <summary><c>person</c> (also when left out) or <c>bot</c>.</summary>
    [AllowedValues("person", "bot")]
    public string? PersonType { get; init; }

    /// <summary>The name of that person, for others to read.</summary>
    [StringLength(FieldLimits.TokenText, MinimumLength = 1)]
    public string? DisplayName { get; init; }

    /// <summary>The email addresses of that person.</summary>
    [ListLimit(FieldLimits.TokenWords, MaxLength = FieldLimits.TokenText)]
    public IReadOnlyList<string>? Emails { get; init; }

    /// <summary>What the token may do, such as <c>spark:all</c>.</summary>
    [ListLimit(FieldLimits.TokenWords, MaxLength = FieldLimits.TokenText)]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The roles of that person in the org, such as <c>admin</c>.</summary>
    [ListLimit(FieldLimits.TokenWords, MaxLength = FieldLimits.TokenText)]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>When it stops to work; left out for never.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? ExpiresAt { get; init; }
}
