using System.Collections.Frozen;
using Ringback.Access;

namespace Ringback.Simulation.Workload;

/// <summary>Who makes requests.</summary>
internal static class Principals
{
    /// <summary>The persons who own webhooks.</summary>
    public static readonly IReadOnlyList<string> Persons = ["ann", "bob", "cy"];

    /// <summary>The one who publishes all events.</summary>
    public static readonly Principal Publisher = Of("ann");

    /// <summary>A person, with the right to do all that the simulation does.</summary>
    public static Principal Of(string person) => new()
    {
        TokenId = Guid.Empty,
        Name = "simulator",
        PersonId = person,
        OrgId = "org",
        AppId = "app",
        DisplayName = person,
        Scopes = new[] { AccessScopes.All, AccessScopes.Publish }.ToFrozenSet(),
        Roles = FrozenSet<string>.Empty,
        Created = DateTimeOffset.UnixEpoch,
    };
}
