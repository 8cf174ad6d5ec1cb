using Ringback.Tests.Webhooks;
using Ringback.Webhooks;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Held_deliveries_of_a_webhook_that_memory_does_not_know_are_not_dropped_as_if_it_were_deleted()
    {
        var (inactive, active) = (Webhook(), Webhook() with { Status = WebhookStatus.Active });
        await _store.AddWebhookAsync(inactive, CancellationToken.None);
        await _store.AddWebhookAsync(active, CancellationToken.None);
        await CommitAsync(Commit(webhooks: [inactive.Id, active.Id]));

        await _store.DropPendingAsync(inactive.Id, CancellationToken.None);
        await _store.DropPendingAsync(active.Id, CancellationToken.None);
        await _store.DropInactiveAsync(active.Id, CancellationToken.None);

        Assert.Single(await PendingOfAsync(inactive.Id));
        Assert.Single(await PendingOfAsync(active.Id));

        await _store.DropInactiveAsync(inactive.Id, CancellationToken.None);

        Assert.Empty(await PendingOfAsync(inactive.Id));
    }

    [Fact]
    public async Task Old_deliveries_of_a_webhook_that_is_active_again_are_not_dropped()
    {
        var webhook = Webhook() with { Status = WebhookStatus.Active };
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        await CommitAsync(Commit(published: Today.AddDays(-9), webhooks: [webhook.Id]));

        Assert.Equal(0, await _store.DropPendingBeforeAsync(webhook.Id, Today, 10, CancellationToken.None));
        Assert.Single(await PendingOfAsync(webhook.Id));
    }
}
