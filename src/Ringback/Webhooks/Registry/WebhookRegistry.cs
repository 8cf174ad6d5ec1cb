using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
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
    // Each time somebody else was first; more than once is rare.
    private const int MostTries = 5;

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
    /// more) is set aside: its row and its pending deliveries stay until the catalogue knows it again.
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

        webhook = webhook with { HasSubject = options.Value.RefuseDuplicates };
        await _catchingUp;
        if (claims.TryClaim(null, webhook) is { } reason)
        {
            return new WebhookResult.Conflict(reason);
        }

        WebhookWrite write;
        try
        {
            write = await store.AddWebhookAsync(ToStored(webhook), ChangedBy.Caller(principal, now), cancellationToken);
        }
        catch
        {
            claims.Release(webhook, null);
            throw;
        }

        if (write.State != WebhookWriteState.Done)
        {
            claims.Release(webhook, null);
            return new WebhookResult.Conflict(WebhookClaims.Refusal(webhook, write.Same));
        }

        index.Put(webhook);
        return new WebhookResult.Done(webhook);
    }

    /// <summary>One of the caller's webhooks; null when there is none of that id, or it is somebody else's.</summary>
    public RegisteredWebhook? Get(Guid id, Principal principal) =>
        index.Find(id) is { } webhook && checker.Access.Sees(principal, webhook) ? webhook : null;

    /// <summary>Changes one of the caller's webhooks.</summary>
    public Task<WebhookResult> UpdateAsync(
        Guid id, WebhookDraft draft, Principal principal, CancellationToken cancellationToken)
    {
        var by = ChangedBy.Caller(principal, time.GetMillisecond());
        return ChangeAsync(id, principal, webhook => checker.Update(webhook, draft, principal, by.At), by, cancellationToken);
    }

    /// <summary>Replaces the settings of one of the caller's webhooks.</summary>
    public async Task<WebhookResult> SetAsync(
        Guid id, WebhookSettings settings, Principal principal, CancellationToken cancellationToken) =>
        WebhookSettingsChecker.Problems(settings) is { Count: > 0 } problems
            ? new WebhookResult.Invalid(problems)
            : await ChangeAsync(
                id, principal, webhook => new WebhookResult.Done(webhook with { Settings = settings }),
                ChangedBy.Caller(principal, time.GetMillisecond()), cancellationToken);

    /// <summary>Makes a webhook inactive on the service's own account, as after a 410.</summary>
    public async Task DeactivateAsync(Guid id, ChangeCause cause, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(id, cancellationToken);
        var changed = await ChangeAsync(
            () => index.Find(id) is { Status: WebhookStatus.Active } webhook
                ? (webhook, new WebhookResult.Done(webhook with { Status = WebhookStatus.Inactive }))
                : (null, new WebhookResult.NotFound()),
            id, new ChangedBy(cause, time.GetMillisecond()), cancellationToken);
        if (changed is WebhookResult.Done)
        {
            // Crash point: it is inactive and its pending rows are there; where nothing is held a sweep drops them.
            await DropUnlessHeldAsync(id);
        }
    }

    /// <summary>Drops the pending deliveries of an inactive webhook, in a profile in which nothing is held.</summary>
    public async Task DropIfInactiveAsync(Guid id, CancellationToken cancellationToken)
    {
        // In its turn, so that what it gets once it is active again is not dropped with the rest.
        using var turn = await TakeTurnAsync(id, cancellationToken);
        if (index.Find(id) is { Status: WebhookStatus.Inactive })
        {
            await DropUnlessHeldAsync(id);
        }
    }

    /// <summary>Whether neither memory nor the store knows a webhook: then it was deleted, for no id comes back.</summary>
    public async Task<bool> IsGoneAsync(Guid id, CancellationToken cancellationToken) =>
        index.IsUnknown(id) && await store.FindWebhookAsync(id, cancellationToken) is null;

    /// <summary>Deletes one of the caller's webhooks with its pending deliveries; false when there is none.</summary>
    public async Task<bool> DeleteAsync(Guid id, Principal principal, CancellationToken cancellationToken)
    {
        using (await TakeTurnAsync(id, cancellationToken))
        {
            if (Get(id, principal) is not { } webhook)
            {
                return false;
            }

            await _catchingUp;
            await store.DeleteWebhookAsync(id, ChangedBy.Caller(principal, time.GetMillisecond()), cancellationToken);
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
        var items = ids.Take(max).Select(index.Find).OfType<RegisteredWebhook>()
            .Where(webhook => checker.Access.Sees(principal, webhook)).ToList();
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

    private Task DropUnlessHeldAsync(Guid id) =>
        options.Value.HoldsWhileInactive ? Task.CompletedTask : store.DropInactiveAsync(id, CancellationToken.None);

    private async Task<WebhookResult> ChangeAsync(
        Guid id, Principal principal, Func<RegisteredWebhook, WebhookResult> change, ChangedBy by,
        CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(id, cancellationToken);
        return await ChangeAsync(
            () => Get(id, principal) is { } webhook ? (webhook, change(webhook)) : (null, new WebhookResult.NotFound()),
            id, by, cancellationToken);
    }

    /// <summary>Changes a webhook, again on top of the newer one when somebody else has changed it meanwhile.</summary>
    private async Task<WebhookResult> ChangeAsync(
        Func<(RegisteredWebhook? Before, WebhookResult Result)> change, Guid id, ChangedBy by,
        CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (before, result) = change();
            if (before is null || result is not WebhookResult.Done(var after) || after == before)
            {
                return result;
            }

            if (await ReplaceAsync(before, after, by, cancellationToken) is { } done)
            {
                return done;
            }

            await FollowAsync(id, cancellationToken);
        }

        throw new StoreUnavailableException("The webhook is being changed by others; nothing was changed.");
    }

    /// <summary>Writes what a webhook is to be; null when it is no more what it was.</summary>
    private async Task<WebhookResult?> ReplaceAsync(
        RegisteredWebhook before, RegisteredWebhook after, ChangedBy by, CancellationToken cancellationToken)
    {
        after = after with { Version = before.Version + 1, HasSubject = HasSubject(before, after) };
        await _catchingUp;
        if (claims.TryClaim(before, after) is { } reason)
        {
            return new WebhookResult.Conflict(reason);
        }

        WebhookWrite write;
        try
        {
            write = await store.UpdateWebhookAsync(ToStored(after), by, cancellationToken);
        }
        catch
        {
            claims.Release(after, before);
            throw;
        }

        if (write.State != WebhookWriteState.Done)
        {
            claims.Release(after, before);
            return write.State == WebhookWriteState.Taken
                ? new WebhookResult.Conflict(WebhookClaims.Refusal(after, write.Same))
                : null;
        }

        claims.Release(before, after);
        index.Put(after);
        Changed?.Invoke(new WebhookChange(before, after));
        return new WebhookResult.Done(after);
    }

    // What it was already it may stay, also when it is a duplicate of a time without the rule.
    private bool HasSubject(RegisteredWebhook before, RegisteredWebhook after) =>
        options.Value.RefuseDuplicates
        && (before.HasSubject || !WebhookSubject.Of(before).SequenceEqual(WebhookSubject.Of(after)));

    /// <summary>Takes up what the store has for a webhook that others have changed.</summary>
    private async Task FollowAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await store.FindWebhookAsync(id, cancellationToken);
        var after = row is { } stored && new WebhookRestorer(checker, secrets).TryRestore(stored, out var webhook, out _)
            ? webhook
            : null;
        if (index.Find(id) is not { } before)
        {
            return;
        }

        claims.Follow(before, after);
        if (after is null)
        {
            index.Remove(id);
        }
        else
        {
            index.Put(after);
        }

        Changed?.Invoke(new WebhookChange(before, after));
    }

    private StoredWebhook ToStored(RegisteredWebhook webhook) => new(
        webhook.Id, webhook.OrgId, webhook.CreatedBy, webhook.AppId, webhook.CreatorIsBot, webhook.Name,
        webhook.TargetUrl, webhook.Resource, webhook.Event, webhook.Filter.Text,
        secrets.Protect(webhook.Id, webhook.Secrets), webhook.Status, webhook.OwnedBy, webhook.Created,
        webhook.Settings == WebhookSettings.None
            ? null
            : JsonSerializer.Serialize(webhook.Settings, RingbackJsonContext.Default.WebhookSettings),
        webhook.Version, webhook.HasSubject ? WebhookSubject.Of(webhook) : null);

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
