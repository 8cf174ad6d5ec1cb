namespace Ringback.Webhooks.Registry;

/// <summary>
/// When a webhook is an exact duplicate of another: equal in everything that an owner can say, but for secret and status.
/// </summary>
internal sealed class SameWebhook : IEqualityComparer<RegisteredWebhook>
{
    /// <inheritdoc/>
    public bool Equals(RegisteredWebhook? x, RegisteredWebhook? y) =>
        x is null || y is null
            ? ReferenceEquals(x, y)
            : x.OrgId == y.OrgId && x.CreatedBy == y.CreatedBy && x.AppId == y.AppId && x.OwnedBy == y.OwnedBy
                && x.Name == y.Name && x.TargetUrl == y.TargetUrl && x.Resource == y.Resource && x.Event == y.Event
                && x.Filter.SameAs(y.Filter);

    /// <inheritdoc/>
    public int GetHashCode(RegisteredWebhook obj) =>
        HashCode.Combine(obj.CreatedBy, obj.Name, obj.TargetUrl, obj.Filter.HashOfTerms);
}
