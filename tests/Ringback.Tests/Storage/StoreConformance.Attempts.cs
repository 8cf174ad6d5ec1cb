using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Theory]
    [InlineData(DeliveryVerdict.Delivered)]
    [InlineData(DeliveryVerdict.Retrying)]
    public async Task Attempt_that_is_recorded_twice_is_there_as_it_was_first(object verdict)
    {
        var webhook = Guid.CreateVersion7();
        var commit = Assert.Single(await PublishAsync([Midday], webhook));
        var outcome = new OutcomeCommit(
            Due(commit), AttemptAt(commit, 1, Midday), (DeliveryVerdict)verdict,
            (DeliveryVerdict)verdict == DeliveryVerdict.Retrying ? Midday.AddSeconds(5) : null);

        await RecordAsync(outcome);
        await RecordAsync(outcome with
        {
            Attempt = outcome.Attempt with { Error = "another", Duration = TimeSpan.FromHours(1) },
            NextDue = outcome.NextDue?.AddHours(1),
        });
        await ReopenAsync();

        var delivery = Assert.Single((await _store.ReadNewestAsync(Newest(webhook, 10), CancellationToken.None)).Items);
        var attempt = Assert.Single(delivery.Attempts).Attempt;
        Assert.Equal(outcome.Attempt with { ResponseBody = null }, attempt with { ResponseBody = null });
        Assert.Equal(outcome.NextDue, delivery.Due);
        Assert.Equal(outcome.NextDue is null ? 0 : 1, (await PendingOfAsync(webhook)).Count);
    }

    [Fact]
    public async Task Attempt_whose_delivery_was_dropped_meanwhile_is_logged_all_the_same()
    {
        var webhook = Guid.CreateVersion7();
        var commit = Assert.Single(await PublishAsync([Midday], webhook));
        await _store.DropPendingAsync(webhook, CancellationToken.None);

        await RecordAsync(new OutcomeCommit(Due(commit), AttemptAt(commit, 1, Midday), DeliveryVerdict.Delivered, null));

        Assert.Single(Assert.Single((await _store.ReadNewestAsync(Newest(webhook, 10), CancellationToken.None)).Items).Attempts);
    }

    [Fact]
    public async Task Deliveries_are_found_whether_their_attempts_are_old_or_were_recorded_just_now()
    {
        // More than the index of SQLite takes up at once, twice, and some more; retries of the first come last.
        var webhooks = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToArray();
        var commits = await PublishAsync([.. Enumerable.Range(0, 3000).Select(i => Midday.AddMilliseconds(i))], webhooks);
        await Task.WhenAll(commits.Select((commit, i) => Task.WhenAll(Enumerable.Range(0, 3).Select(match =>
            TryAsync(commit, [commit.PublishedAt], i < 50 ? DeliveryVerdict.Retrying : DeliveryVerdict.Delivered, match)))));
        foreach (var commit in commits.Take(50))
        {
            var due = commit.PublishedAt + RetryWait;
            await RecordAsync(new OutcomeCommit(
                new(webhooks[1], commit.Matches[1].DeliveryId, commit.Event, due, 1), AttemptAt(commit, 2, due, 1),
                DeliveryVerdict.Delivered, null));
        }

        var (found, _) = await ReadAllAsync(webhooks[1], 500);

        Assert.Equal(commits.Select(commit => commit.Matches[1].DeliveryId).OrderDescending(), found.Select(item => item.DeliveryId));
        Assert.Equal(Enumerable.Repeat(1, 2950).Concat(Enumerable.Repeat(2, 50)), found.Select(item => item.Attempts.Count));
    }

    [Fact]
    public async Task Attempts_of_a_clock_that_was_ahead_keep_no_older_ones_from_being_dropped()
    {
        var webhook = Guid.CreateVersion7();
        await _store.PrepareDaysAsync(Midday.AddDays(-20), CancellationToken.None);
        await _store.PrepareDaysAsync(Midday.AddDays(365), CancellationToken.None);
        foreach (var time in new[] { Midday.AddDays(365), Midday.AddDays(-20), Midday.AddDays(-1) })
        {
            foreach (var commit in await PublishAsync([.. Enumerable.Range(0, 20).Select(i => time.AddMilliseconds(i))], webhook))
            {
                await TryAsync(commit, [commit.PublishedAt], DeliveryVerdict.Delivered);
            }
        }

        while (await _store.DropHistoryBeforeAsync(Midday.AddDays(-7), Step, CancellationToken.None))
        {
        }

        var (found, _) = await ReadAllAsync(webhook, 100);
        Assert.Equal(40, found.Count);
        Assert.All(found, item => Assert.True(item.Attempts[0].Attempt.StartedAt > Midday.AddDays(-7)));
    }

    [Fact]
    public async Task Health_of_an_outcome_that_is_recorded_twice_is_that_of_the_first_time()
    {
        var webhook = Webhook();
        await _store.AddWebhookAsync(webhook, Tests.Webhooks.WebhookStoreCalls.Somebody, CancellationToken.None);
        var commits = await PublishAsync([Midday, Midday.AddSeconds(1)], webhook.Id);
        var first = new OutcomeCommit(Due(commits[0]), AttemptAt(commits[0], 1, Midday), DeliveryVerdict.Failed, null)
        {
            Health = new HealthRecord(webhook.Id, [Midday], null, false),
        };

        await RecordAsync(first);
        await RecordAsync(first with { Health = new HealthRecord(webhook.Id, [Midday, Midday], null, false) });

        Assert.Single(Assert.Single(await _store.LoadHealthAsync(Ringback.Ownership.ShardRange.All, CancellationToken.None)).Failures);
    }
}
