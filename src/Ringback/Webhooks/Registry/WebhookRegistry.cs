using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Webhooks.Registry;

/// <summary>
/// The webhooks: made, changed, listed, deleted. The store is written first and the index after it, so that what the
/// index knows has been committed.
/// </summary>
internal sealed partial class WebhookRegistry(
    IWebhookStore store, WebhookIndex index, WebhookDraftChecker checker, WebhookClaims claims, SecretProtector secrets,
    IOptions<RingbackOptions> options, TimeProvider time, ILogger<WebhookRegistry> logger)
    : IDisposable
{
    // Two changes of one webhook must reach store and index in the same order; those of a shard take turns.
    private readonly SemaphoreSlim[] _turns =
        [.. Enumerable.Range(0, Shards.Count).Select(_ => new SemaphoreSlim(1, 1))];

    private long _lastIdTime;

    // The claims would catch up by themselves, but then whoever changes a webhook first would hold a thread for as long, or the
    // lock of the scheduler when it is a 410.
    private Task _catchingUp = Task.CompletedTask;

    /// <summary>Called after a webhook was changed or deleted, in the order of its changes; it must not block.</summary>
    public event Action<WebhookChange>? Changed;

    /// <summary>Makes the id of a new webhook; a simulation makes ids that follow from its seed.</summary>
    public Func<DateTimeOffset, Guid> MakeId { get; init; } = Guid.CreateVersion7;

    /// <summary>
    /// Reads every webhook into the index; call once, before the first request. What the catalogue does not know (any
    /// more) is set aside: its row and what is pending for it stay until the catalogue knows it again.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var restorer = new WebhookRestorer(checker, secrets);
        await store.LoadWebhooksAsync(
            stored =>
            {
                if (restorer.TryRestore(stored, out var webhook, out var problem))
                {
                    return webhook;
                }

                index.SetAside(stored.Id);
                Log.SetAside(logger, stored.Id, stored.Resource, problem);
                return null;
            },
            webhooks =>
            {
                claims.ClaimStored(webhooks);
                index.Put(webhooks);
            },
            cancellationToken);
    }

    /// <summary>
    /// Does, on another thread, what <see cref="LoadAsync"/> left undone: a second for a million webhooks, which changes of
    /// webhooks wait for.
    /// </summary>
    public Task CatchUpAsync() => _catchingUp = Task.Run(claims.CatchUp);

    /// <summary>Makes a webhook for the caller.</summary>
    public async Task<WebhookResult> CreateAsync(
        WebhookDraft draft, Principal principal, CancellationToken cancellationToken)
    {
        var now = time.GetMillisecond();
        var result = checker.Create(draft, principal, NextId(now), now);
        if (result is not WebhookResult.Done(var webhook))
        {
            return result;
        }

        await _catchingUp;
        if (claims.TryClaim(null, webhook) is { } reason)
        {
            return new WebhookResult.Conflict(reason);
        }

        try
        {
            await store.AddWebhookAsync(ToStored(webhook), cancellationToken);
        }
        catch
        {
            claims.Release(webhook, null);
            throw;
        }

        index.Put(webhook);
        return result;
    }

    /// <summary>One of the caller's webhooks; null when there is none of that id, or it is somebody else's.</summary>
    public RegisteredWebhook? Get(Guid id, Principal principal) =>
        index.Find(id) is { } webhook && Sees(principal, webhook) ? webhook : null;

    /// <summary>Changes one of the caller's webhooks.</summary>
    public async Task<WebhookResult> UpdateAsync(
        Guid id, WebhookDraft draft, Principal principal, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(id, cancellationToken);
        if (Get(id, principal) is not { } webhook)
        {
            return new WebhookResult.NotFound();
        }

        var result = checker.Update(webhook, draft, principal);
        return result is WebhookResult.Done(var changed)
            ? await ReplaceAsync(webhook, changed, cancellationToken)
            : result;
    }

    /// <summary>Sets how many attempts of one of the caller's webhooks may be in flight; null for the server's default.</summary>
    public async Task<WebhookResult> LimitAsync(
        Guid id, int? inFlightLimit, Principal principal, CancellationToken cancellationToken)
    {
        if (inFlightLimit is < 1 or > RegisteredWebhook.MostInFlight)
        {
            return new WebhookResult.Invalid(
                [$"inFlightLimit must be 1 to {RegisteredWebhook.MostInFlight}, or null; {inFlightLimit} came"]);
        }

        using var turn = await TakeTurnAsync(id, cancellationToken);
        if (Get(id, principal) is not { } webhook)
        {
            return new WebhookResult.NotFound();
        }

        return await ReplaceAsync(webhook, webhook with { InFlightLimit = inFlightLimit }, cancellationToken);
    }

    /// <summary>Makes a webhook inactive on the service's own account, as after a 410.</summary>
    public async Task DeactivateAsync(Guid id, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(id, cancellationToken);
        if (index.Find(id) is { Status: WebhookStatus.Active } webhook)
        {
            await ReplaceAsync(webhook, webhook with { Status = WebhookStatus.Inactive }, cancellationToken);

            // Crash point: it is inactive and its pending rows are there; where nothing is held a sweep drops them.
            await DropUnlessHeldAsync(id);
        }
    }

    /// <summary>Drops what is pending for a webhook that is inactive, in a profile in which nothing is held.</summary>
    public async Task DropIfInactiveAsync(Guid id, CancellationToken cancellationToken)
    {
        // In its turn, so that what it gets once it is active again is not dropped with the rest.
        using var turn = await TakeTurnAsync(id, cancellationToken);
        if (index.Find(id) is { Status: WebhookStatus.Inactive })
        {
            await DropUnlessHeldAsync(id);
        }
    }

    /// <summary>Deletes one of the caller's webhooks with what is pending for it; false when there is none.</summary>
    public async Task<bool> DeleteAsync(Guid id, Principal principal, CancellationToken cancellationToken)
    {
        using (await TakeTurnAsync(id, cancellationToken))
        {
            if (Get(id, principal) is not { } webhook)
            {
                return false;
            }

            await _catchingUp;
            await store.DeleteWebhookAsync(id, cancellationToken);
            index.Remove(id);
            claims.Release(webhook, null);
            Changed?.Invoke(new WebhookChange(webhook, null));
        }

        // Crash point: the webhook is gone and its pending rows are not; the next sweep drops them.
        await store.DropPendingAsync(id, CancellationToken.None);
        return true;
    }

    /// <summary>
    /// A page of the caller's webhooks, newest first. With owner <see cref="WebhookOwner.Org"/>: those that the org
    /// owns, for an administrator.
    /// </summary>
    public async Task<WebhookPage> ListAsync(
        Principal principal, WebhookOwner? ownedBy, Guid? before, int max, CancellationToken cancellationToken)
    {
        var ofOrg = ownedBy == WebhookOwner.Org;
        var ids = await store.ListWebhooksAsync(
            new WebhookQuery(principal.OrgId, ofOrg ? null : principal.PersonId, ofOrg ? null : principal.AppId,
                ownedBy, before, max + 1),
            cancellationToken);
        var items = ids.Take(max).Select(index.Find).OfType<RegisteredWebhook>().ToList();
        return new WebhookPage(items, ids.Count > max ? ids[max - 1] : null);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_turns, turn => turn.Dispose());

    private async Task<Turn> TakeTurnAsync(Guid id, CancellationToken cancellationToken)
    {
        var turn = _turns[Shards.Of(id)];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    /// <summary>An id that sorts after all before it, so that lists are newest first.</summary>
    private Guid NextId(DateTimeOffset now)
    {
        // Ids of the same millisecond would sort by chance: each takes a millisecond of its own.
        long last, next;
        do
        {
            last = Interlocked.Read(ref _lastIdTime);
            next = Math.Max(now.ToUnixTimeMilliseconds(), last + 1);
        }
        while (Interlocked.CompareExchange(ref _lastIdTime, next, last) != last);

        return MakeId(DateTimeOffset.FromUnixTimeMilliseconds(next));
    }

    private static bool Sees(Principal principal, RegisteredWebhook webhook) =>
        webhook.OrgId == principal.OrgId
        && ((webhook.CreatedBy == principal.PersonId && webhook.AppId == principal.AppId)
            || (webhook.OwnedBy == WebhookOwner.Org && principal.IsAdmin));

    private Task DropUnlessHeldAsync(Guid id) =>
        options.Value.HoldsWhileInactive ? Task.CompletedTask : store.DropPendingAsync(id, CancellationToken.None);

    private async Task<WebhookResult> ReplaceAsync(
        RegisteredWebhook before, RegisteredWebhook after, CancellationToken cancellationToken)
    {
        await _catchingUp;
        if (claims.TryClaim(before, after) is { } reason)
        {
            return new WebhookResult.Conflict(reason);
        }

        try
        {
            await store.UpdateWebhookAsync(ToStored(after), cancellationToken);
        }
        catch
        {
            claims.Release(after, before);
            throw;
        }

        claims.Release(before, after);
        index.Put(after);
        Changed?.Invoke(new WebhookChange(before, after));
        return new WebhookResult.Done(after);
    }

    private StoredWebhook ToStored(RegisteredWebhook webhook) => new(
        webhook.Id, webhook.OrgId, webhook.CreatedBy, webhook.AppId, webhook.CreatorIsBot, webhook.Name,
        webhook.TargetUrl, webhook.Resource, webhook.Event, webhook.Filter.Text,
        secrets.Protect(webhook.Id, webhook.Secret), webhook.Status, webhook.OwnedBy, webhook.Created,
        webhook.InFlightLimit);

    /// <summary>The turn of whoever changes a webhook; the next one's when it is disposed of.</summary>
    private readonly struct Turn(SemaphoreSlim taken) : IDisposable
    {
        public void Dispose() => taken.Release();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 30, Level = LogLevel.Warning, EventName = "webhook.set_aside",
            Message = "Webhook {WebhookId} for the resource {Resource} is left out, as the catalogue is: {Reason}")]
        public static partial void SetAside(ILogger logger, Guid webhookId, string resource, string? reason);
    }
}
