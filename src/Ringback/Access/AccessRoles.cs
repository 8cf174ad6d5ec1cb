namespace Ringback.Access;

/// <summary>The roles that Ringback itself looks at.</summary>
internal static class AccessRoles
{
    /// <summary>May own webhooks for the whole org.</summary>
    public const string Admin = "admin";
}
