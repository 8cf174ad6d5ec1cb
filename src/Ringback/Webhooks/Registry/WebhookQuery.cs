namespace Ringback.Webhooks.Registry;

/// <summary>Which webhooks to list: those of a person and app, or those that the org owns.</summary>
/// <param name="OrgId">The org whose webhooks are listed.</param>
/// <param name="CreatedBy">The person; null with <paramref name="OwnedBy"/> org.</param>
/// <param name="AppId">The app; null with <paramref name="OwnedBy"/> org.</param>
/// <param name="OwnedBy">Restricts to this owner; null for any.</param>
/// <param name="Before">Only webhooks with a smaller id: the last one of the page before; null for the first page.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record WebhookQuery(
    string OrgId, string? CreatedBy, string? AppId, WebhookOwner? OwnedBy, Guid? Before, int Limit);
