using Ringback.Filters;

namespace Ringback.Webhooks;

/// <summary>
/// Makes webhooks of their rows. Those that have the same filter share it: use one for all webhooks of a start, and let go
/// of it then. Not thread-safe.
/// </summary>
internal sealed class WebhookRestorer(WebhookDraftChecker checker, SecretProtector secrets)
{
    // Where each webhook has a filter of its own, keeping them all would take memory for nothing.
    private const int MostFilters = 1 << 17;

    private readonly Dictionary<(string?, string, string, WebhookOwner), FilterParseResult> _filters = [];

    /// <summary>The webhook of a row, or why there is none.</summary>
    public RestoredWebhook Restore(StoredWebhook stored) => Filter(stored) switch
    {
        FilterParseResult.Parsed(var filter) => new(stored.Id, stored.Resource, Make(stored, filter), null),
        FilterParseResult.Invalid(var problem) => new(stored.Id, stored.Resource, null, problem),
        _ => throw new InvalidOperationException("A filter is parsed or invalid."),
    };

    private FilterParseResult Filter(StoredWebhook stored)
    {
        var key = (stored.Filter, stored.Resource, stored.Event, stored.OwnedBy);
        if (!_filters.TryGetValue(key, out var filter))
        {
            if (_filters.Count == MostFilters)
            {
                _filters.Clear();
            }

            _filters[key] = filter = checker.Restore(stored);
        }

        return filter;
    }

    private RegisteredWebhook Make(StoredWebhook stored, WebhookFilter filter) => new()
    {
        Id = stored.Id,
        Name = stored.Name,
        TargetUrl = stored.TargetUrl,
        Resource = stored.Resource,
        Event = stored.Event,
        Filter = filter,
        Secret = secrets.Unprotect(stored.Id, stored.Secret),
        Status = stored.Status,
        OwnedBy = stored.OwnedBy,
        OrgId = stored.OrgId,
        CreatedBy = stored.CreatedBy,
        AppId = stored.AppId,
        CreatorIsBot = stored.CreatorIsBot,
        Created = stored.Created,
        InFlightLimit = stored.InFlightLimit,
    };
}
