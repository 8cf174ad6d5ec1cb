using System.Collections.Frozen;
using Ringback.Access;

namespace Ringback.Simulation.Workload;

/// <summary>Who makes requests.</summary>
internal static class Principals
{
    /// <summary>The one who owns all webhooks and publishes all events.</summary>
    public static readonly Principal Owner = new()
    {
        TokenId = Guid.Empty,
        Name = "simulator",
        PersonId = "ann",
        OrgId = "org",
        AppId = "app",
        DisplayName = "Ann",
        Scopes = new[] { AccessScopes.All, AccessScopes.Publish }.ToFrozenSet(),
        Roles = FrozenSet<string>.Empty,
        Created = DateTimeOffset.UnixEpoch,
    };
}
