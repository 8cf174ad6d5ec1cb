using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Retention;
using Ringback.Storage.Sqlite;
using Ringback.Tests.Storage;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Retention;

public sealed class RetentionKeeperTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly FakeTimeProvider _time = new(Now);
    private SqliteStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteStore(Options.Create(new DataFolderOptions { Data = _folder }));
        await _store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Events_are_kept_for_seven_days()
    {
        await PublishAsync("old", Now.AddDays(-7).AddSeconds(-1));
        await PublishAsync("young", Now.AddDays(-7).AddSeconds(1));

        await KeepAsync();

        Assert.Null(await FindAsync("old"));
        Assert.NotNull(await FindAsync("young"));
    }

    [Fact]
    public async Task Event_that_is_still_to_be_delivered_is_kept_and_what_was_published_after_it()
    {
        var webhook = Webhook(WebhookStatus.Active);
        await PublishAsync("older", Now.AddDays(-12));
        await PublishAsync("pending", Now.AddDays(-11), webhook);
        await PublishAsync("after", Now.AddDays(-10));

        await KeepAsync();

        Assert.Null(await FindAsync("older"));
        Assert.NotNull(await FindAsync("pending"));
        Assert.NotNull(await FindAsync("after"));
        Assert.Single(await PendingWebhooksAsync());
    }

    [Fact]
    public async Task Delivery_that_is_pending_without_end_does_not_stop_retention()
    {
        var (endless, other) = (Webhook(WebhookStatus.Active), Webhook(WebhookStatus.Active));
        await PublishAsync("endless", Now.AddDays(-14).AddSeconds(-1), endless);
        await PublishAsync("after", Now.AddDays(-13));
        await PublishAsync("young", Now.AddDays(-1), other);

        await KeepAsync();

        Assert.Equal([other], await PendingWebhooksAsync());
        Assert.Null(await FindAsync("endless"));
        Assert.Null(await FindAsync("after"));
        Assert.NotNull(await FindAsync("young"));
    }

    [Fact]
    public async Task Delivery_is_held_for_three_days()
    {
        var (inactive, young) = (Webhook(WebhookStatus.Inactive), Webhook(WebhookStatus.Inactive));
        await PublishAsync("old", Now.AddDays(-3).AddSeconds(-1), inactive);
        await PublishAsync("young", Now.AddDays(-3).AddSeconds(1), young);

        await KeepAsync();

        Assert.Equal([young], await PendingWebhooksAsync());
        Assert.NotNull(await FindAsync("old"));
    }

    [Fact]
    public async Task More_than_a_step_is_dropped_to_the_last()
    {
        var inactive = Webhook(WebhookStatus.Inactive);
        for (var i = 0; i < 1300; i++)
        {
            await PublishAsync($"old{i}", Now.AddDays(-8).AddSeconds(i), i < 1100 ? [inactive] : []);
        }

        await KeepAsync();

        Assert.Empty(await PendingWebhooksAsync());
        Assert.Null(await FindAsync("old0"));
        Assert.Null(await FindAsync("old1299"));
    }

    [Fact]
    public async Task Delivery_of_a_webhook_that_is_set_aside_is_held_no_longer_than_others()
    {
        var aside = Guid.CreateVersion7();
        _index.SetAside(aside);
        await PublishAsync("old", Now.AddDays(-4), aside);

        await KeepAsync();

        Assert.Empty(await PendingWebhooksAsync());
    }

    private Task KeepAsync() => new RetentionKeeper(
        _store, _index, Options.Create(new RetentionOptions()), _time, NullLogger<RetentionKeeper>.Instance)
        .RunAsync(CancellationToken.None).WithinLimit();

    private Task<WebhookEvent?> FindAsync(string id) => _store.FindEventAsync("org", id, CancellationToken.None);

    private Task<IReadOnlyList<Guid>> PendingWebhooksAsync() =>
        ((IRetentionStore)_store).FindPendingWebhooksAsync(CancellationToken.None);

    private Guid Webhook(WebhookStatus status)
    {
        var webhook = Webhooks.Some.Webhook(id: Guid.CreateVersion7()) with { Status = status };
        _index.Put(webhook);
        return webhook.Id;
    }

    private Task PublishAsync(string id, DateTimeOffset published, params Guid[] webhooks)
    {
        var webhookEvent = new WebhookEvent
        {
            Id = Guid.CreateVersion7(published),
            PublicId = id,
            HasChosenId = true,
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = published,
            Data = "{}"u8.ToArray(),
        };
        return _store.CommitEventsAsync(
            [new EventCommit(webhookEvent, [.. webhooks.Select(webhook => new EventMatch(webhook, Guid.CreateVersion7()))], published)],
            static _ => { }, CancellationToken.None);
    }
}
