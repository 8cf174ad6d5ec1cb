using System.Collections.Concurrent;
using Ringback.Tests.Webhooks;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Webhook_is_read_back_as_it_was_added_and_changed()
    {
        var webhook = Webhook();
        var plain =
            Webhook() with
            {
                Filter = null,
                Secrets = null,
                Settings = null,
                Status = WebhookStatus.Active,
                Name = "",
                TargetUrl = "https://example.com/" + string.Concat(Enumerable.Repeat("é😀", 2000))
            };
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        await _store.AddWebhookAsync(plain, CancellationToken.None);
        var changed = webhook with
        {
            Name = "new é",
            TargetUrl = "http://new/",
            Secrets = [],
            Version = 2,
            Status = WebhookStatus.Active,
            OwnedBy = WebhookOwner.Org,
            Settings = """{"inFlightLimit":3}""",
        };
        var added = await LoadAsync();

        await _store.UpdateWebhookAsync(changed, CancellationToken.None);
        await ReopenAsync();

        AssertSame(webhook, added[webhook.Id]);
        AssertSame(plain, added[plain.Id]);
        var loaded = await LoadAsync();
        AssertSame(changed, loaded[webhook.Id]);
        AssertSame(plain, loaded[plain.Id]);
    }

    [Fact]
    public async Task Changing_a_webhook_that_is_gone_does_nothing()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        await _store.DeleteWebhookAsync(webhook.Id, CancellationToken.None);

        Assert.Equal(WebhookWriteState.Stale,
            (await _store.UpdateWebhookAsync(webhook with { Version = 2 }, CancellationToken.None)).State);
        await _store.DeleteWebhookAsync(webhook.Id, CancellationToken.None);

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task Every_webhook_of_every_shard_is_loaded()
    {
        var webhooks = Enumerable.Range(0, 300).Select(_ => Webhook(Guid.NewGuid())).ToArray();
        await Task.WhenAll(webhooks
            .Select(webhook => _store.AddWebhookAsync(webhook, CancellationToken.None)));

        var loaded = await LoadAsync();

        Assert.Equal(webhooks.Select(webhook => webhook.Id).Order(), loaded.Keys.Order());
    }

    [Fact]
    public async Task List_is_of_one_creator_and_app_newest_first_a_page_at_a_time()
    {
        var own = await AddAsync(Enumerable.Range(0, 7).Select(i => Webhook(Guid.CreateVersion7(Now.AddSeconds(i)))));
        await AddAsync([Webhook(orgId: "other"), Webhook(createdBy: "bob"), Webhook(appId: "other")]);

        var first = await ListAsync(new WebhookQuery("org", "ann", "app", null, null, 3));
        var second = await ListAsync(new WebhookQuery("org", "ann", "app", null, first[^1], 3));
        var third = await ListAsync(new WebhookQuery("org", "ann", "app", null, second[^1], 3));

        Assert.Equal(Enumerable.Reverse(own), first.Concat(second).Concat(third));
        Assert.Equal((3, 3, 1), (first.Count, second.Count, third.Count));
    }

    [Fact]
    public async Task List_of_an_org_has_what_the_org_owns_whoever_made_it()
    {
        var orgs = await AddAsync(
        [
            Webhook(Guid.CreateVersion7(Now), ownedBy: WebhookOwner.Org),
            Webhook(Guid.CreateVersion7(Now.AddSeconds(1)), createdBy: "bob", appId: "other",
                ownedBy: WebhookOwner.Org),
        ]);
        var own = await AddAsync([Webhook(Guid.CreateVersion7(Now.AddSeconds(2)))]);
        await AddAsync([Webhook(orgId: "other", ownedBy: WebhookOwner.Org)]);

        Assert.Equal(Enumerable.Reverse(orgs),
            await ListAsync(new WebhookQuery("org", null, null, WebhookOwner.Org, null, 10)));
        Assert.Equal(own, await ListAsync(new WebhookQuery("org", "ann", "app", WebhookOwner.Creator, null, 10)));
        Assert.Equal([own[0], orgs[0]], await ListAsync(new WebhookQuery("org", "ann", "app", null, null, 10)));
    }

    [Fact]
    public async Task Cursor_of_a_webhook_that_is_gone_still_works()
    {
        var ids = await AddAsync(Enumerable.Range(0, 4).Select(i => Webhook(Guid.CreateVersion7(Now.AddSeconds(i)))));

        await _store.DeleteWebhookAsync(ids[2], CancellationToken.None);

        Assert.Equal([ids[1], ids[0]], await ListAsync(new WebhookQuery("org", "ann", "app", null, ids[2], 10)));
    }

    [Fact]
    public async Task Write_of_a_caller_that_has_gone_is_not_begun()
    {
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _store.AddWebhookAsync(Webhook(), gone));

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task Write_whose_caller_goes_while_it_is_under_way_is_seen_through()
    {
        for (var i = 0; i < 20; i++)
        {
            using var caller = new CancellationTokenSource();
            var writing = _store.AddWebhookAsync(Webhook(), caller.Token);

            await caller.CancelAsync();
            await writing.WithinLimit();
        }

        Assert.Equal(20, (await LoadAsync()).Count);
    }

    private async Task<Guid[]> AddAsync(IEnumerable<StoredWebhook> webhooks)
    {
        var ids = new List<Guid>();
        foreach (var webhook in webhooks)
        {
            await _store.AddWebhookAsync(webhook, CancellationToken.None);
            ids.Add(webhook.Id);
        }

        return [.. ids];
    }

    private async Task<Dictionary<Guid, StoredWebhook>> LoadAsync()
    {
        var webhooks = new ConcurrentQueue<object>();
        await _store.LoadWebhooksAsync<object>(
            row => row, made => made.ToList().ForEach(webhooks.Enqueue), CancellationToken.None);
        return webhooks.Cast<StoredWebhook>().ToDictionary(webhook => webhook.Id);
    }

    private Task<IReadOnlyList<Guid>> ListAsync(WebhookQuery query) =>
        _store.ListWebhooksAsync(query, CancellationToken.None);

    private static void AssertSame(StoredWebhook expected, StoredWebhook actual)
    {
        Assert.Equal(expected.Secrets, actual.Secrets);
        Assert.Equal(expected.Subject, actual.Subject);
        Assert.Equal(expected with { Secrets = null, Subject = null }, actual with { Secrets = null, Subject = null });
    }
}
