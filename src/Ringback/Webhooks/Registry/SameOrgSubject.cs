namespace Ringback.Webhooks.Registry;

/// <summary>When two webhooks that an org owns are about the same: resource, event and filter.</summary>
internal sealed class SameOrgSubject : IEqualityComparer<RegisteredWebhook>
{
    /// <inheritdoc/>
    public bool Equals(RegisteredWebhook? x, RegisteredWebhook? y) =>
        x is null || y is null
            ? ReferenceEquals(x, y)
            : x.OrgId == y.OrgId && x.Resource == y.Resource && x.Event == y.Event && x.Filter.SameAs(y.Filter);

    /// <inheritdoc/>
    public int GetHashCode(RegisteredWebhook obj) =>
        HashCode.Combine(obj.OrgId, obj.Resource, obj.Event, obj.Filter.HashOfTerms);
}
