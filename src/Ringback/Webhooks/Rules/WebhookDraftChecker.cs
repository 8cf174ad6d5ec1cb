using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Filters;
using Ringback.HostNames;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Records;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Secrets;

namespace Ringback.Webhooks.Rules;

/// <summary>
/// Turns a draft into a webhook, or says what is wrong with it: one sentence for each field, with what came and what
/// is allowed.
/// </summary>
internal sealed class WebhookDraftChecker(
    WebhookCatalogue catalogue, TargetUrlRule targetUrlRule, IOptions<RingbackOptions> options)
{
    private readonly bool _isWebex = options.Value.IsWebex;

    /// <summary>Who may have which webhook.</summary>
    public WebhookAccess Access { get; } = new(catalogue);

    /// <summary>A new webhook from a draft, owned by the principal.</summary>
    public WebhookResult Create(WebhookDraft draft, Principal principal, Guid id, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        CheckText("name", draft.Name, FieldLimits.WebhookName, problems);
        CheckTargetUrl(draft.TargetUrl, problems);
        CheckSecret(draft.Secret, problems);
        var status = _isWebex ? WebhookStatus.Active : Status(draft.Status, problems) ?? WebhookStatus.Active;
        var owner = Owner(draft.OwnedBy, problems) ?? WebhookOwner.Creator;
        var resource = Resource(draft.Resource, problems);
        if (resource is not null)
        {
            CheckEvent(resource, draft.Event, problems);
        }

        if (resource is null || problems.Count + draft.Problems.Count > 0)
        {
            return new WebhookResult.Invalid(Problem.Join(draft.Problems, problems));
        }

        if (OwnerProblem(owner, resource, principal) is { } refusal)
        {
            return refusal;
        }

        if (Access.MissingScope(resource, owner, principal) is { } missing)
        {
            return new WebhookResult.Forbidden($"Missing required scope: {missing}");
        }

        return ParseFilter(draft.Filter, resource, draft.Event!, owner) switch
        {
            FilterParseResult.Parsed parsed => new WebhookResult.Done(new RegisteredWebhook
            {
                Id = id,
                Name = draft.Name!,
                TargetUrl = draft.TargetUrl!,
                Resource = draft.Resource!,
                Event = draft.Event!,
                Filter = parsed.Filter,
                Secrets = NullIfEmpty(draft.Secret) is { } secret ? new SigningSecrets(secret, now) : null,
                Status = status,
                OwnedBy = owner,
                OrgId = principal.OrgId,
                CreatedBy = principal.PersonId,
                AppId = principal.AppId,
                CreatorIsBot = principal.IsBot,
                Created = now,
            }),
            FilterParseResult.Invalid invalid => Unfit(invalid),
            _ => throw new InvalidOperationException("A filter is parsed or invalid."),
        };
    }

    /// <summary>
    /// The webhook after a change. What the draft leaves out stays; resource, event and filter cannot change
    /// (Webex ignores them here, so that a whole object can be sent back). Webex also ignores the owner, and every status
    /// but active: the profile <c>webex</c> does the same.
    /// </summary>
    public WebhookResult Update(RegisteredWebhook webhook, WebhookDraft draft, Principal principal, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        if (draft.Name is not null)
        {
            CheckText("name", draft.Name, FieldLimits.WebhookName, problems);
        }

        if (draft.TargetUrl is not null)
        {
            CheckTargetUrl(draft.TargetUrl, problems);
        }

        CheckSecret(draft.Secret, problems);
        var status = _isWebex ? OnlyActive(draft.Status) : Status(draft.Status, problems);
        var owner = (_isWebex ? null : Owner(draft.OwnedBy, problems)) ?? webhook.OwnedBy;
        if (problems.Count + draft.Problems.Count > 0)
        {
            return new WebhookResult.Invalid(Problem.Join(draft.Problems, problems));
        }

        if (owner != webhook.OwnedBy && OwnerChangeProblem(webhook, owner, principal) is { } refusal)
        {
            return refusal;
        }

        var after = webhook with
        {
            Name = draft.Name ?? webhook.Name,
            TargetUrl = draft.TargetUrl ?? webhook.TargetUrl,
            Secrets = Secrets(webhook.Secrets, draft.Secret, now),
            Status = status ?? webhook.Status,
            OwnedBy = owner,
        };
        return LeadsElsewhere(webhook, after)
            && Access.MissingScope(catalogue.Find(webhook.Resource)!, owner, principal) is { } missing
                ? new WebhookResult.Forbidden($"Missing required scope: {missing}")
                : new WebhookResult.Done(after);
    }

    /// <summary>A stored webhook's filter, or why the catalogue has no such webhook (any more).</summary>
    public FilterParseResult Restore(StoredWebhook stored) => catalogue.Find(stored.Resource) switch
    {
        null => new FilterParseResult.Invalid($"resource \"{stored.Resource}\" does not exist"),
        var resource when !resource.AcceptsEvent(stored.Event) => new FilterParseResult.Invalid(
            $"event \"{stored.Event}\" is not an event of {resource.Name}"),
        var resource => ParseFilter(stored.Filter, resource, stored.Event, stored.OwnedBy),
    };

    // Whoever lets events come to another place, or lets them come again, could as well make a webhook.
    private static bool LeadsElsewhere(RegisteredWebhook before, RegisteredWebhook after) =>
        after.TargetUrl != before.TargetUrl
        || after.Secrets?.Current != before.Secrets?.Current
        || (after.Status == WebhookStatus.Active && before.Status != WebhookStatus.Active);

    private static WebhookResult.Invalid Unfit(FilterParseResult.Invalid filter) => new([new Problem("filter", filter.Message)]);

    private static WebhookResult.Invalid Invalid(string field, string text) => new([Problem.Of(field, text)]);

    private static FilterParseResult ParseFilter(
        string? filter, CatalogueResource resource, string eventName, WebhookOwner owner) =>
        filter is { Length: > FieldLimits.Filter }
            ? new FilterParseResult.Invalid(
                $"filter must be at most {FieldLimits.Filter} characters; {filter.Length} came")
            : WebhookFilter.Parse(NullIfEmpty(filter), resource, eventName, owner == WebhookOwner.Org);

    private static void CheckText(string field, string? value, int maxLength, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add(Problem.Of(field, $"cannot be empty; allowed are 1 to {maxLength} characters"));
        }
        else if (value.Length > maxLength)
        {
            problems.Add(Problem.Of(field, $"must be at most {maxLength} characters; {value.Length} came"));
        }
    }

    private static void CheckSecret(string? secret, List<Problem> problems)
    {
        if (secret is { Length: > FieldLimits.Secret })
        {
            problems.Add(Problem.Of("secret", $"must be at most {FieldLimits.Secret} characters; {secret.Length} came"));
        }
    }

    private void CheckTargetUrl(string? targetUrl, List<Problem> problems)
    {
        var before = problems.Count;
        CheckText("targetUrl", targetUrl, FieldLimits.TargetUrl, problems);
        if (problems.Count > before)
        {
            return;
        }

        if (!TargetUrl.TryParse(targetUrl!, out var url, out var problem))
        {
            problems.Add(Problem.Of("targetUrl", $"{problem}; \"{Excerpt.Of(targetUrl!)}\" came"));
        }
        else if (targetUrlRule(url) is { } reason)
        {
            problems.Add(Problem.Of("targetUrl", $"cannot be called: {reason}"));
        }
    }

    private CatalogueResource? Resource(string? name, List<Problem> problems)
    {
        var resource = string.IsNullOrEmpty(name) ? null : catalogue.Find(name);
        if (resource is null)
        {
            var allowed = string.Join(", ", catalogue.Resources.Select(known => known.Name));
            problems.Add(Problem.Of("resource", string.IsNullOrEmpty(name)
                ? $"cannot be empty; allowed are {allowed}"
                : $"\"{Excerpt.Of(name)}\" does not exist; allowed are {allowed}"));
        }

        return resource;
    }

    private static void CheckEvent(CatalogueResource resource, string? name, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(name) || !resource.AcceptsEvent(name))
        {
            var allowed = string.Join(", ", resource.RegistrableEvents);
            problems.Add(Problem.Of("event", string.IsNullOrEmpty(name)
                ? $"cannot be empty; {resource.Name} has {allowed}"
                : $"\"{Excerpt.Of(name)}\" is not an event of {resource.Name}; allowed are {allowed}"));
        }
    }

    private static WebhookStatus? Status(string? word, List<Problem> problems)
    {
        var status = word is null ? null : WebhookWords.ToStatus(word);
        if (word is not null && status is null)
        {
            problems.Add(Problem.Of("status", $"must be active or inactive; \"{Excerpt.Of(word)}\" came"));
        }

        return status;
    }

    private static WebhookStatus? OnlyActive(string? word) =>
        word is not null && WebhookWords.ToStatus(word) == WebhookStatus.Active ? WebhookStatus.Active : null;

    private static WebhookOwner? Owner(string? word, List<Problem> problems)
    {
        var owner = word is null ? null : WebhookWords.ToOwner(word);
        if (word is not null && owner is null)
        {
            problems.Add(Problem.Of("ownedBy", $"must be creator or org; \"{Excerpt.Of(word)}\" came"));
        }

        return owner;
    }

    private static WebhookResult? OwnerProblem(WebhookOwner owner, CatalogueResource? resource, Principal principal)
    {
        if (owner != WebhookOwner.Org)
        {
            return resource is { RequiresOrgOwner: true }
                ? Invalid("ownedBy", $"must be org for {resource.Name}")
                : null;
        }

        if (resource is not { SupportsOrgOwner: true })
        {
            return Invalid("ownedBy", $"org is not possible for {resource?.Name}; allowed is creator");
        }

        return WebhookAccess.RoleProblem(owner, principal) is { } problem ? new WebhookResult.Forbidden(problem) : null;
    }

    // A new owner must be allowed what a new webhook would be: its scopes, and its filter.
    private WebhookResult? OwnerChangeProblem(RegisteredWebhook webhook, WebhookOwner owner, Principal principal)
    {
        var resource = catalogue.Find(webhook.Resource)!;
        if (OwnerProblem(owner, resource, principal) is { } refusal)
        {
            return refusal;
        }

        if (Access.MissingScope(resource, owner, principal) is { } missing)
        {
            return new WebhookResult.Forbidden($"Missing required scope: {missing}");
        }

        return ParseFilter(webhook.Filter.Text, resource, webhook.Event, owner) is FilterParseResult.Invalid invalid
            ? Unfit(invalid)
            : null;
    }

    // A whole object that is sent back has the secret that is there: it stays, with the one before.
    private static SigningSecrets? Secrets(SigningSecrets? before, string? secret, DateTimeOffset now) =>
        secret is null || secret == before?.Current ? before
        : secret.Length == 0 ? null
        : new SigningSecrets(secret, now);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
