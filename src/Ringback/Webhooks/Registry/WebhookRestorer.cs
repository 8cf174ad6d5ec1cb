using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Ringback.Filters;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Webhooks.Registry;

/// <summary>
/// Makes webhooks of their rows. Those that have the same filter share it: use one for all webhooks of a start, and let go
/// of it then. Thread-safe.
/// </summary>
internal sealed class WebhookRestorer(WebhookDraftChecker checker, SecretProtector secrets)
{
    // Where each webhook has a filter of its own, keeping them all would take memory for nothing.
    private const int MostFilters = 1 << 18;

    private readonly ConcurrentDictionary<FilterKey, FilterParseResult> _filters = new();
    private int _known;

    /// <summary>Makes the webhook of a row; false, and why, when the catalogue does not know it (any more).</summary>
    public bool TryRestore(
        in StoredWebhook stored,
        [NotNullWhen(true)] out RegisteredWebhook? webhook,
        [NotNullWhen(false)] out string? problem)
    {
        (webhook, problem) = Filter(stored) switch
        {
            FilterParseResult.Parsed(var filter) => (Make(stored, filter), (string?)null),
            FilterParseResult.Invalid(var reason) => (null, reason),
            _ => throw new InvalidOperationException("A filter is parsed or invalid."),
        };
        return webhook is not null;
    }

    private FilterParseResult Filter(in StoredWebhook stored)
    {
        if (stored.Filter is not { } text)
        {
            return checker.Restore(stored);
        }

        var key = new FilterKey(text, stored.Resource, stored.Event, stored.OwnedBy);
        if (_filters.TryGetValue(key, out var known))
        {
            return known;
        }

        var parsed = checker.Restore(stored);
        if (Interlocked.Increment(ref _known) <= MostFilters)
        {
            _filters.TryAdd(key, parsed);
        }

        return parsed;
    }

    private RegisteredWebhook Make(in StoredWebhook stored, WebhookFilter filter) => new()
    {
        Id = stored.Id,
        Name = stored.Name,
        TargetUrl = stored.TargetUrl,
        Resource = stored.Resource,
        Event = stored.Event,
        Filter = filter,
        Secrets = secrets.Unprotect(stored.Id, stored.Secrets),
        Status = stored.Status,
        OwnedBy = stored.OwnedBy,
        OrgId = stored.OrgId,
        CreatedBy = stored.CreatedBy,
        AppId = stored.AppId,
        CreatorIsBot = stored.CreatorIsBot,
        Created = stored.Created,
        Settings = stored.Settings is { } settings
            ? JsonSerializer.Deserialize(settings, RingbackJsonContext.Default.WebhookSettings)!
            : WebhookSettings.None,
        Version = stored.Version,
        HasSubject = stored.Subject is not null,
    };

    /// <summary>What the meaning of a filter follows from. The text alone tells nearly all of them apart.</summary>
    private readonly record struct FilterKey(string Text, string Resource, string Event, WebhookOwner OwnedBy)
    {
        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }
}
