using System.Collections.Frozen;

namespace Ringback.Access;

/// <summary>Who a bearer token speaks for.</summary>
internal sealed record Principal
{
    /// <summary>The token's own id; never the token itself.</summary>
    public required Guid TokenId { get; init; }

    /// <summary>What the token is called in lists.</summary>
    public required string Name { get; init; }

    /// <summary>The person (or bot, or service) that acts.</summary>
    public required string PersonId { get; init; }

    /// <summary>The org of that person.</summary>
    public required string OrgId { get; init; }

    /// <summary>The app through which the person acts.</summary>
    public required string AppId { get; init; }

    /// <summary>Whether the person is a bot.</summary>
    public bool IsBot { get; init; }

    /// <summary>What to call the person.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The person's email addresses.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>What the token may do.</summary>
    public required FrozenSet<string> Scopes { get; init; }

    /// <summary>The person's roles in the org.</summary>
    public required FrozenSet<string> Roles { get; init; }

    /// <summary>When the token was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the token stops working; null for never. A webhook outlives the token that made it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the token was revoked; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether the token carries this scope.</summary>
    public bool Has(string scope) => Scopes.Contains(scope);

    /// <summary>Whether the person administers its org.</summary>
    public bool IsAdmin => Roles.Contains(AccessRoles.Admin);
}
