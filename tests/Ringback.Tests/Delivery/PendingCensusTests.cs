using Microsoft.Extensions.Time.Testing;
using Ringback.Delivery.Telemetry;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Delivery;

public sealed class PendingCensusTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly StubPendingCounter _store;
    private readonly PendingCensus _census;

    public PendingCensusTests()
    {
        _store = new StubPendingCounter(_time);
        _census = new PendingCensus(_store, _index, _time);
    }

    [Fact]
    public async Task Rows_are_pending_or_held_by_their_webhooks_status_and_neither_when_it_is_gone()
    {
        Add(WebhookStatus.Active, 3);
        Add(WebhookStatus.Active, 4);
        Add(WebhookStatus.Inactive, 10);
        _store.Set(Guid.CreateVersion7(), 100);

        await _census.TakeIfDueAsync(CancellationToken.None);

        Assert.Equal((7, 10), (_census.Last!.Pending, _census.Last.Held));
    }

    [Fact]
    public async Task Nothing_is_known_before_the_first_count()
    {
        Assert.Null(_census.Last);

        await _census.TakeIfDueAsync(CancellationToken.None);

        Assert.Equal((0, 0), (_census.Last!.Pending, _census.Last.Held));
    }

    [Fact]
    public async Task Few_rows_are_counted_whenever_it_is_asked_for()
    {
        _store.Takes = TimeSpan.FromSeconds(1);
        var webhook = Add(WebhookStatus.Active, 10_000);
        await _census.TakeIfDueAsync(CancellationToken.None);
        _store.Set(webhook, 9_999);

        await _census.TakeIfDueAsync(CancellationToken.None);

        Assert.Equal(9_999, _census.Last!.Pending);
    }

    [Fact]
    public async Task Many_rows_are_counted_for_a_hundredth_of_the_time_at_most()
    {
        _store.Takes = TimeSpan.FromSeconds(1);
        var webhook = Add(WebhookStatus.Active, 10_001);
        await _census.TakeIfDueAsync(CancellationToken.None);
        _store.Set(webhook, 20_000);

        _time.Advance(TimeSpan.FromSeconds(99));
        await _census.TakeIfDueAsync(CancellationToken.None);
        var early = _census.Last!.Pending;
        _time.Advance(TimeSpan.FromSeconds(1));
        await _census.TakeIfDueAsync(CancellationToken.None);

        Assert.Equal(10_001, early);
        Assert.Equal(20_000, _census.Last.Pending);
    }

    [Fact]
    public async Task Count_that_fails_leaves_the_one_before()
    {
        Add(WebhookStatus.Active, 5);
        await _census.TakeIfDueAsync(CancellationToken.None);
        _store.IsAvailable = false;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _census.TakeIfDueAsync(CancellationToken.None));

        Assert.Equal(5, _census.Last!.Pending);
    }

    private Guid Add(WebhookStatus status, long rows)
    {
        var webhook = Webhooks.Some.Webhook() with { Status = status };
        _index.Put(webhook);
        _store.Set(webhook.Id, rows);
        return webhook.Id;
    }
}
