using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Tests.Webhooks;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Theory]
    [InlineData(DeliveryVerdict.Delivered)]
    [InlineData(DeliveryVerdict.Failed)]
    public async Task Delivery_that_is_over_is_pending_no_more(object verdict)
    {
        var webhook = Guid.CreateVersion7();
        var (over, other) = (Commit(webhooks: [webhook]), Commit(webhooks: [webhook]));
        await CommitAsync(over, other);

        await RecordAsync(Outcome(Due(over), (DeliveryVerdict)verdict));

        Assert.Equal([other.Matches[0].DeliveryId], await PendingOfAsync(webhook));
    }

    [Fact]
    public async Task Retry_is_pending_with_its_new_date_and_its_attempts()
    {
        var webhook = Guid.CreateVersion7();
        var commit = Commit(webhooks: [webhook]);
        await CommitAsync(commit);

        await RecordAsync(Outcome(Due(commit), DeliveryVerdict.Retrying, Now.AddSeconds(5)));
        var early = await ReadLaneAsync(webhook, Now.AddSeconds(4.999));
        var due = Assert.Single((await ReadLaneAsync(webhook, Now.AddSeconds(5)))!.Deliveries);
        await RecordAsync(Outcome(due, DeliveryVerdict.Retrying, Now.AddSeconds(35)));
        var later = Assert.Single((await ReadLaneAsync(webhook, Now.AddSeconds(35)))!.Deliveries);

        Assert.Empty(early!.Deliveries);
        Assert.Equal(Now.AddSeconds(5), early.NextDue);
        Assert.Equal((Now.AddSeconds(5), 1), (due.Due, due.Attempts));
        Assert.Equal((Now.AddSeconds(35), 2), (later.Due, later.Attempts));
    }

    [Fact]
    public async Task Outcome_of_a_webhook_that_was_deleted_meanwhile_brings_nothing_back()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        var commit = Commit(webhooks: [webhook.Id]);
        await CommitAsync(commit);
        await _store.DeleteWebhookAsync(webhook.Id, CancellationToken.None);
        await _store.DropPendingAsync(webhook.Id, CancellationToken.None);

        var health = new HealthRecord(webhook.Id, [Now], null, false);
        await RecordAsync(Outcome(Due(commit), DeliveryVerdict.Retrying, Now.AddSeconds(5), health));

        Assert.Empty(await PendingOfAsync(webhook.Id));
        Assert.Empty(await _store.FindLanesAsync(ShardRange.All, CancellationToken.None));
        Assert.Empty(await _store.LoadHealthAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task Webhooks_that_matched_the_same_event_read_the_same_object()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await CommitAsync(Commit(webhooks: [one, other]));

        var first = Assert.Single((await ReadLaneAsync(one, Now))!.Deliveries);
        var second = Assert.Single((await ReadLaneAsync(other, Now))!.Deliveries);

        Assert.Same(first.Event, second.Event);
        Assert.NotEqual(first.DeliveryId, second.DeliveryId);
    }

    [Fact]
    public async Task Page_of_large_events_is_full_by_their_weight()
    {
        var webhook = Guid.CreateVersion7();
        var commits = Enumerable.Range(0, 5)
            .Select(i => Commit(data: $$"""{"text":"{{new string('x', 1_000_000)}}"}""", at: Now.AddSeconds(i), webhooks: [webhook]))
            .ToArray();
        await CommitAsync(commits);

        var first = await ReadLaneAsync(webhook, Now.AddSeconds(9), limit: 300);
        var one = await ReadLaneAsync(webhook, Now.AddSeconds(9), limit: 1);
        var all = await ReadLaneAsync(webhook, Now.AddSeconds(9), limit: 10_000);

        Assert.Equal((2, Now.AddSeconds(1)), (first!.Deliveries.Count, first.NextDue));
        Assert.Equal((1, Now), (one!.Deliveries.Count, one.NextDue));
        Assert.Equal((5, null), (all!.Deliveries.Count, all.NextDue));
        Assert.All(all.Deliveries, delivery => Assert.Equal(245, delivery.Weight));
    }

    [Fact]
    public async Task Outcome_that_the_database_refuses_is_kept_until_it_does_not_and_stops_nobody()
    {
        var webhook = Guid.CreateVersion7();
        var (over, other) = (Commit(webhooks: [webhook]), Commit(webhooks: [webhook]));
        await CommitAsync(over);
        await RefuseAttemptsAsync(isRefused: true);

        var recording = RecordAsync(Outcome(Due(over), DeliveryVerdict.Delivered));
        await CommitAsync(other);
        Assert.False(recording.IsCompleted);
        await RefuseAttemptsAsync(isRefused: false);
        await recording;

        Assert.Equal([other.Matches[0].DeliveryId], await PendingOfAsync(webhook));
    }

    [Fact]
    public async Task Pending_rows_are_counted_for_each_webhook_of_a_shard()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var over = Commit(webhooks: [one, other]);
        await CommitAsync(over, Commit(webhooks: [one]), Commit(webhooks: [one]));
        await RecordAsync(Outcome(Due(over), DeliveryVerdict.Delivered));

        var counts = new List<(Guid, long)>();
        for (var shard = 0; shard < Shards.Count; shard++)
        {
            counts.AddRange(await _store.CountPendingAsync(shard, CancellationToken.None));
        }

        Assert.Equal([(one, 2), (other, 1)], counts.OrderByDescending(count => count.Item2));
        Assert.Contains((one, 2), await _store.CountPendingAsync(Shards.Of(one), CancellationToken.None));
    }

    [Fact]
    public async Task Outcome_recorded_twice_is_recorded_once()
    {
        var webhook = Guid.CreateVersion7();
        var commit = Commit(webhooks: [webhook]);
        await CommitAsync(commit);

        await RecordAsync(Outcome(Due(commit), DeliveryVerdict.Retrying, Now.AddSeconds(5)));
        await RecordAsync(Outcome(Due(commit), DeliveryVerdict.Delivered));

        Assert.Single(await PendingOfAsync(webhook));
    }

    [Fact]
    public async Task Page_sees_what_was_queued_before_it_and_comes_after_it()
    {
        var webhook = Guid.CreateVersion7();
        var (first, second) = (Commit(webhooks: [webhook]), Commit(webhooks: [webhook]));
        await CommitAsync(first);
        var order = new List<string>();
        var page = new TaskCompletionSource<LanePage?>(TaskCreationOptions.RunContinuationsAsynchronously);

        _store.Record(Outcome(Due(first), DeliveryVerdict.Delivered), _ => order.Add("recorded"));
        var committing =
            _store.CommitEventsAsync([second], _ => order.Add("handed over"), CancellationToken.None);
        _store.ReadLane(new LanePageRequest(webhook, "org", Now, 100), read =>
        {
            order.Add("read");
            page.SetResult(read);
        });
        var delivery = Assert.Single((await page.Task.WithinLimit())!.Deliveries);
        await committing.WithinLimit();

        Assert.Equal(second.Matches[0].DeliveryId, delivery.DeliveryId);
        Assert.Equal(["recorded", "handed over", "read"], order);
    }

    [Fact]
    public async Task Page_holds_the_earliest_in_order_and_says_where_the_next_begins()
    {
        var webhook = Guid.CreateVersion7();
        var commits = Enumerable.Range(0, 10)
            .Select(i => Commit(at: Now.AddSeconds(i * 7 % 10), webhooks: [webhook])).ToArray();
        await CommitAsync(commits);
        await CommitAsync(Commit(webhooks: [Guid.CreateVersion7()]));

        var first = await ReadLaneAsync(webhook, Now.AddSeconds(8), limit: 4);
        var whole = await ReadLaneAsync(webhook, Now.AddSeconds(8), limit: 100);
        var all = await ReadLaneAsync(webhook, Now.AddSeconds(9), limit: 100);

        Assert.Equal([0, 1, 2, 3], first!.Deliveries.Select(delivery => (delivery.Due - Now).TotalSeconds));
        Assert.Equal(Now.AddSeconds(3), first.NextDue);
        Assert.Equal(9, whole!.Deliveries.Count);
        Assert.Equal(Now.AddSeconds(9), whole.NextDue);
        Assert.Equal(10, all!.Deliveries.Count);
        Assert.Null(all.NextDue);
    }

    [Fact]
    public async Task Deliveries_due_at_the_same_instant_are_all_in_a_page_that_is_large_enough()
    {
        var webhook = Guid.CreateVersion7();
        await CommitAsync([.. Enumerable.Range(0, 500).Select(_ => Commit(webhooks: [webhook]))]);

        var page = await ReadLaneAsync(webhook, Now, limit: 501);

        Assert.Equal(500, page!.Deliveries.Select(delivery => delivery.DeliveryId).Distinct().Count());
        Assert.Null(page.NextDue);
    }

    [Fact]
    public async Task Lane_of_a_webhook_with_nothing_pending_is_empty()
    {
        var page = await ReadLaneAsync(Guid.CreateVersion7(), DateTimeOffset.MaxValue);

        Assert.Empty(page!.Deliveries);
        Assert.Null(page.NextDue);
    }

    [Fact]
    public async Task Lanes_are_found_over_all_shards_with_their_earliest_date()
    {
        var webhooks = Enumerable.Range(0, 600).Select(_ => Guid.NewGuid()).ToArray();
        await CommitAsync(
            [.. webhooks.Select((webhook, i) => Commit(at: Now.AddSeconds(1 + (i % 5)), webhooks: [webhook]))]);
        await CommitAsync(Commit(at: Now.AddSeconds(3), webhooks: webhooks));
        await CommitAsync(Commit(at: Now, webhooks: [webhooks[17]]));

        var lanes = (await _store.FindLanesAsync(ShardRange.All, CancellationToken.None))
            .ToDictionary(lane => lane.WebhookId, lane => lane.EarliestDue);

        Assert.Equal(webhooks.Order(), lanes.Keys.Order());
        Assert.All(webhooks,
            (webhook, i) => Assert.Equal(i == 17 ? Now : Now.AddSeconds(Math.Min(1 + (i % 5), 3)), lanes[webhook]));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffff00")]
    [InlineData("00000000-0000-0000-0000-0000000000ff")]
    public async Task Lane_at_the_edge_of_the_ids_is_found(string id)
    {
        var (edge, other) = (Guid.Parse(id), Guid.CreateVersion7());
        await CommitAsync(Commit(webhooks: [edge, other]));

        var lanes = await _store.FindLanesAsync(ShardRange.All, CancellationToken.None);

        Assert.Equal(new[] { edge, other }.Order(), lanes.Select(lane => lane.WebhookId).Order());
        Assert.Single(await PendingOfAsync(edge));
    }

    [Fact]
    public async Task Dropping_takes_all_of_one_webhook_and_nothing_of_another()
    {
        var (gone, kept) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await CommitAsync(
            [.. Enumerable.Range(0, 6000).Select(i => Commit(at: Now.AddMilliseconds(i % 50), webhooks: [gone]))]);
        await CommitAsync(Commit(webhooks: [kept]));

        await _store.DropPendingAsync(gone, CancellationToken.None);

        Assert.Equal([kept],
            (await _store.FindLanesAsync(ShardRange.All, CancellationToken.None)).Select(lane => lane.WebhookId));
    }

    [Fact]
    public async Task What_is_pending_is_found_after_the_store_was_closed_and_opened()
    {
        var webhooks = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        var commits = Enumerable.Range(0, 50).Select(i => Commit($"id{i}", webhooks: webhooks)).ToArray();
        await CommitAsync(commits);
        await RecordAsync(Outcome(Due(commits[0]), DeliveryVerdict.Delivered));
        await RecordAsync(Outcome(Due(commits[1]), DeliveryVerdict.Retrying, Now.AddSeconds(5)));

        await ReopenAsync();
        var again = Commit("id7", webhooks: webhooks);
        await CommitAsync(again);

        Assert.True(again.IsDuplicate);
        Assert.Equal(webhooks.Order(),
            (await _store.FindLanesAsync(ShardRange.All, CancellationToken.None)).Select(lane => lane.WebhookId).Order());
        Assert.Equal(49, (await PendingOfAsync(webhooks[0])).Count);
        Assert.Equal(50, (await PendingOfAsync(webhooks[1])).Count);
        Assert.Equal(48, (await ReadLaneAsync(webhooks[0], Now))!.Deliveries.Count);
    }

    [Fact]
    public async Task Outcomes_queued_before_the_store_closes_are_kept()
    {
        var webhook = Guid.CreateVersion7();
        var commits = Enumerable.Range(0, 1000).Select(_ => Commit(webhooks: [webhook])).ToArray();
        await CommitAsync(commits);

        Array.ForEach(commits,
            commit => _store.Record(Outcome(Due(commit), DeliveryVerdict.Delivered), _ => { }));
        await ReopenAsync();

        Assert.Empty(await PendingOfAsync(webhook));
    }

    [Fact]
    public async Task Health_is_kept_with_an_outcome_and_by_itself_and_a_clean_one_is_forgotten()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, CancellationToken.None);
        var commit = Commit(webhooks: [webhook.Id]);
        await CommitAsync(commit);
        DateTimeOffset[] failures = [Now, Now.AddSeconds(1)];

        await RecordAsync(
            Outcome(Due(commit), DeliveryVerdict.Failed, health: new HealthRecord(webhook.Id, failures, null, false)
            {
                FailingSince = Now.AddDays(-4),
                FailedSince = 19,
            }));
        await ReopenAsync();
        var failing = Assert.Single(await _store.LoadHealthAsync(ShardRange.All, CancellationToken.None));
        await _store.SaveHealthAsync(new HealthRecord(webhook.Id, [], Now, true), CancellationToken.None);
        var disabled = Assert.Single(await _store.LoadHealthAsync(ShardRange.All, CancellationToken.None));
        await _store.SaveHealthAsync(new HealthRecord(webhook.Id, [], null, false), CancellationToken.None);

        Assert.Equal(failures, failing.Failures);
        Assert.Equal((webhook.Id, null, false), (failing.WebhookId, failing.DisabledAt, failing.IsOnProbation));
        Assert.Equal((Now.AddDays(-4), 19), (failing.FailingSince, failing.FailedSince));
        Assert.Equal((null, 0), (disabled.FailingSince, disabled.FailedSince));
        Assert.Empty(disabled.Failures);
        Assert.Equal((Now, true), (disabled.DisabledAt!.Value, disabled.IsOnProbation));
        Assert.Empty(await _store.LoadHealthAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public Task Probe_commits() => _store.ProbeAsync(CancellationToken.None).WithinLimit();

    [Fact]
    public async Task Many_publishers_and_outcomes_at_once_leave_what_they_should()
    {
        var webhooks = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        var kept = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var commit = Commit(webhooks: webhooks);
                await CommitAsync(commit);
                for (var match = 0; match < webhooks.Length; match++)
                {
                    if ((i + match + publisher) % 3 == 0)
                    {
                        Interlocked.Increment(ref kept);
                    }
                    else
                    {
                        _store.Record(Outcome(Due(commit, match), DeliveryVerdict.Delivered),
                            static _ => { });
                    }
                }
            }
        })));

        var left = 0;
        foreach (var webhook in webhooks)
        {
            left += (await PendingOfAsync(webhook)).Count;
        }

        Assert.Equal(kept, left);
    }

    [Fact]
    public async Task Operation_that_cannot_be_written_does_not_take_its_neighbours_with_it()
    {
        var taken = Token();
        await _store.AddTokenAsync("taken", taken, CancellationToken.None);
        var webhook = Guid.CreateVersion7();
        var writes = new List<Task>();
        var failures = new List<Task>();

        for (var i = 0; i < 20; i++)
        {
            writes.Add(CommitAsync(Commit(webhooks: [webhook])));
            writes.Add(_store.AddTokenAsync($"hash{i}", Token(), CancellationToken.None));
            failures.Add(_store.AddTokenAsync("taken", Token(), CancellationToken.None));
        }

        await Task.WhenAll(writes).WithinLimit();

        foreach (var failure in failures)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => failure.WithinLimit());
        }

        Assert.Equal(20, (await PendingOfAsync(webhook)).Count);
        Assert.Equal(21, (await _store.LoadTokensAsync(CancellationToken.None)).Count);
    }
}
