using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Protocol.Ids;

namespace Ringback.Webhooks.Registry;

/// <summary>
/// Keeps the rules that look at more than one webhook: no duplicates, one org webhook for each subject, at most so many
/// for a person and app. A webhook is claimed before it is written, so that of requests that race one is let through.
/// </summary>
internal sealed class WebhookClaims(IOptions<RingbackOptions> options)
{
    private readonly bool _refuseDuplicates = options.Value.RefuseDuplicates;
    private readonly int _most = options.Value.MaxWebhooksPerPerson;
    private readonly WebhookGroups _all = new(new SameWebhook());
    private readonly WebhookGroups _ofOrgs = new(new SameOrgSubject());
    private readonly Dictionary<(string OrgId, string PersonId, string AppId), int> _counts = [];
    private readonly Queue<IReadOnlyList<RegisteredWebhook>> _stored = [];
    private readonly Lock _gate = new();

    /// <summary>
    /// Claims what a webhook is to be; null when it may be so, else the reason why not. What it was stays claimed until
    /// it is released.
    /// </summary>
    /// <param name="before">The webhook as it is; null for a new one.</param>
    /// <param name="after">The webhook as it is to be.</param>
    public string? TryClaim(RegisteredWebhook? before, RegisteredWebhook after)
    {
        lock (_gate)
        {
            CatchUp();
            if (Refusal(before, after) is { } reason)
            {
                return reason;
            }

            Add(after, before);
            return null;
        }
    }

    /// <summary>
    /// Claims what stored webhooks are, whatever the rules are by now: not at once, but before anything else is claimed or
    /// released. A start does not wait for it.
    /// </summary>
    public void ClaimStored(IReadOnlyList<RegisteredWebhook> webhooks)
    {
        lock (_gate)
        {
            _stored.Enqueue(webhooks);
        }
    }

    /// <summary>Claims those of the stored webhooks that are not claimed yet.</summary>
    public void CatchUp()
    {
        while (ClaimNext())
        {
        }
    }

    /// <summary>Gives a claim up.</summary>
    /// <param name="webhook">The very object that was claimed.</param>
    /// <param name="stays">The same webhook as it is otherwise claimed; null when it is gone.</param>
    public void Release(RegisteredWebhook webhook, RegisteredWebhook? stays)
    {
        lock (_gate)
        {
            CatchUp();
            if (_refuseDuplicates)
            {
                _all.Remove(webhook);
            }

            if (webhook.OwnedBy == WebhookOwner.Org && _refuseDuplicates)
            {
                _ofOrgs.Remove(webhook);
            }

            if (webhook.OwnedBy == WebhookOwner.Creator && stays?.OwnedBy != WebhookOwner.Creator)
            {
                var person = Person(webhook);
                if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, person) == 0)
                {
                    _counts.Remove(person);
                }
            }
        }
    }

    private bool ClaimNext()
    {
        lock (_gate)
        {
            if (!_stored.TryDequeue(out var webhooks))
            {
                return false;
            }

            for (var i = 0; i < webhooks.Count; i++)
            {
                Add(webhooks[i], null);
            }

            return true;
        }
    }

    /// <summary>Takes up what a webhook is by now, whatever the rules are.</summary>
    /// <param name="before">The very object that was claimed.</param>
    /// <param name="after">What it is; null when it is gone.</param>
    public void Follow(RegisteredWebhook before, RegisteredWebhook? after)
    {
        lock (_gate)
        {
            CatchUp();
            if (after is not null)
            {
                Add(after, before);
            }

            Release(before, after);
        }
    }

    /// <summary>Why a webhook may not be so: another is in its way.</summary>
    public static string Refusal(RegisteredWebhook webhook, Guid? same) => webhook.OwnedBy == WebhookOwner.Org
        ? "The org owns a webhook with this resource, event and filter already, and may have one" + Named(same)
        : "A webhook with this name, targetUrl, resource, event, filter and ownedBy is there already" + Named(same);

    private static string Named(Guid? id) => id is { } known ? $": {WebexId.Create(WebexIdTypes.Webhook, known)}" : "";

    private string? Refusal(RegisteredWebhook? before, RegisteredWebhook after)
    {
        if (Taken(_all, before, after) is { } same)
        {
            return "A webhook with this name, targetUrl, resource, event, filter and ownedBy is there already" + Named(same.Id);
        }

        var isNewOwner = before?.OwnedBy != after.OwnedBy;
        if (after.OwnedBy == WebhookOwner.Org)
        {
            return Taken(_ofOrgs, isNewOwner ? null : before, after) is { } ofOrg
                ? Refusal(after, ofOrg.Id)
                : null;
        }

        return isNewOwner && _counts.GetValueOrDefault(Person(after)) >= _most
            ? $"A person and app may have {_most} webhooks, and these have so many already"
            : null;
    }

    // What it was already it may stay, also when it is a duplicate of a time without the rule.
    private RegisteredWebhook? Taken(WebhookGroups groups, RegisteredWebhook? before, RegisteredWebhook after) =>
        _refuseDuplicates && (before is null || !groups.AreSame(before, after)) ? groups.Find(after) : null;

    private void Add(RegisteredWebhook webhook, RegisteredWebhook? before)
    {
        if (_refuseDuplicates)
        {
            _all.Add(webhook);
        }

        if (webhook.OwnedBy == WebhookOwner.Org && _refuseDuplicates)
        {
            _ofOrgs.Add(webhook);
        }

        if (webhook.OwnedBy == WebhookOwner.Creator && before?.OwnedBy != WebhookOwner.Creator)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, Person(webhook), out _)++;
        }
    }

    private static (string OrgId, string PersonId, string AppId) Person(RegisteredWebhook webhook) =>
        (webhook.OrgId, webhook.CreatedBy, webhook.AppId);
}
