namespace Ringback.Protocol.Catalogue;

/// <summary>Whether webhooks of a resource may be owned by the org (<c>ownedBy=org</c>).</summary>
public enum OrgOwnership
{
    /// <summary>Only by their creator.</summary>
    No,

    /// <summary>By their creator or by the org.</summary>
    Yes,

    /// <summary>Only by the org.</summary>
    Required,
}
