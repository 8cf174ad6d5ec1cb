using Ringback.Tests.Webhooks;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    private static readonly byte[] Subject = [1, 2, 3];

    [Fact]
    public async Task Of_two_changes_of_the_same_version_the_second_is_told_and_writes_nothing()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        var (byOwner, byHealth) = (webhook with { Name = "new", Version = 2 }, webhook with { TargetUrl = "http://b/", Version = 2 });

        var first = await _store.UpdateWebhookAsync(byOwner, CancellationToken.None);
        var second = await _store.UpdateWebhookAsync(byHealth, CancellationToken.None);

        Assert.Equal((WebhookWriteState.Done, WebhookWriteState.Stale), (first.State, second.State));
        AssertSame(byOwner, (await LoadAsync())[webhook.Id]);
        AssertSame(byOwner, (await _store.FindWebhookAsync(webhook.Id, CancellationToken.None))!.Value);
        Assert.Null(await _store.FindWebhookAsync(Guid.CreateVersion7(), CancellationToken.None));
    }

    [Fact]
    public async Task Subject_is_one_webhooks_in_its_org_and_none_where_duplicates_are_allowed()
    {
        var first = Webhook() with { Subject = Subject };
        var (second, elsewhere) = (Webhook() with { Subject = Subject }, Webhook(orgId: "other") with { Subject = Subject });
        var (without, either) = (Webhook(), Webhook());

        var writes = new List<WebhookWrite>();
        foreach (var webhook in new[] { first, first, second, elsewhere, without, either })
        {
            writes.Add(await _store.AddWebhookAsync(webhook, CancellationToken.None));
        }

        var done = new WebhookWrite(WebhookWriteState.Done);
        var taken = new WebhookWrite(WebhookWriteState.Taken, first.Id);
        Assert.Equal([done, done, taken, done, done, done], writes);
        Assert.Equal(taken, await _store.UpdateWebhookAsync(
            without with { Subject = Subject, Version = 2 }, CancellationToken.None));
        Assert.Equal(done, await _store.UpdateWebhookAsync(first with { Subject = null, Version = 2 }, CancellationToken.None));
        Assert.Equal(done, await _store.UpdateWebhookAsync(
            without with { Subject = Subject, Version = 2 }, CancellationToken.None));
        Assert.Equal(4, (await LoadAsync()).Count);
    }

    [Fact]
    public async Task Every_change_leaves_what_the_webhook_was_and_who_made_it_so()
    {
        var webhook = Webhook();
        var token = Guid.CreateVersion7();
        var owner = new ChangedBy(ChangeCause.Caller, Now) { PersonId = "ann", AppId = "app", TokenId = token };
        var gone = new ChangedBy(ChangeCause.Gone, Now.AddMinutes(1));
        var deleter = owner with { At = Now.AddMinutes(2) };
        var changed = webhook with { Name = "new", Secrets = null, Settings = null, Status = WebhookStatus.Active, Version = 2 };

        await _store.AddWebhookAsync(webhook, owner, CancellationToken.None);
        await _store.UpdateWebhookAsync(changed, gone, CancellationToken.None);
        await _store.UpdateWebhookAsync(webhook with { Name = "too late", Version = 2 }, owner, CancellationToken.None);
        await _store.DeleteWebhookAsync(webhook.Id, deleter, CancellationToken.None);
        await _store.DeleteWebhookAsync(webhook.Id, deleter, CancellationToken.None);

        var versions = await _store.ListVersionsAsync(webhook.Id, CancellationToken.None);
        Assert.Equal(
            [
                new WebhookVersion { Version = 3, By = deleter, Until = deleter.At },
                Version(changed, gone) with { Until = deleter.At },
                Version(webhook, owner) with { Until = gone.At },
            ],
            versions.Select(version => version with { Secrets = null }));
        Assert.Equal([null, null, webhook.Secrets], versions.Select(version => version.Secrets));
    }

    [Fact]
    public async Task Versions_that_were_over_are_dropped_with_the_history_and_the_present_one_stays()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, By(-30), CancellationToken.None);
        await _store.UpdateWebhookAsync(webhook with { Version = 2 }, By(-20), CancellationToken.None);
        await _store.UpdateWebhookAsync(webhook with { Version = 3 }, By(-5), CancellationToken.None);

        while (await _store.DropHistoryBeforeAsync(Today.AddDays(-7), Step, CancellationToken.None))
        {
        }

        var kept = await _store.ListVersionsAsync(webhook.Id, CancellationToken.None);
        Assert.Equal([3, 2], kept.Select(version => version.Version));

        static ChangedBy By(int days) => new(ChangeCause.Administration, Today.AddDays(days));
    }

    private static WebhookVersion Version(StoredWebhook webhook, ChangedBy by) => new()
    {
        Version = webhook.Version,
        By = by,
        Name = webhook.Name,
        TargetUrl = webhook.TargetUrl,
        Status = webhook.Status,
        OwnedBy = webhook.OwnedBy,
        Settings = webhook.Settings,
    };
}
