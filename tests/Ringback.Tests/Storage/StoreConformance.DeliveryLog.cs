using Ringback.Delivery.Attempts;
using Ringback.Delivery.Log;
using Ringback.Delivery.Schedule;
using Ringback.Events;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    private static readonly DateTimeOffset Midday = new(DateTime.UtcNow.Date.AddHours(12), TimeSpan.Zero);

    [Fact]
    public async Task Newest_deliveries_come_first_with_all_that_is_known_of_their_attempts()
    {
        var webhook = Guid.CreateVersion7();
        var commits = await PublishAsync([Midday, Midday.AddMilliseconds(1), Midday.AddMilliseconds(2)], webhook);
        await TryAsync(commits[0], [Midday], DeliveryVerdict.Delivered);
        await TryAsync(commits[1], [Midday.AddSeconds(1)], DeliveryVerdict.Retrying);

        var page = await _store.ReadNewestAsync(Newest(webhook, 10), CancellationToken.None);

        Assert.Null(page.Next);
        Assert.Equal(commits.Reverse().Select(DeliveryOf), page.Items.Select(item => item.DeliveryId));
        Assert.Equal(commits.Reverse().Select(commit => commit.Event.Id), page.Items.Select(item => item.EventId));
        Assert.Equal([commits[2].PublishedAt, Midday.AddSeconds(1) + RetryWait, null], page.Items.Select(item => item.Due));
        Assert.Equal([0, 1, 1], page.Items.Select(item => item.Attempts.Count));
        Assert.Equal([DeliveryVerdict.Retrying, DeliveryVerdict.Delivered],
            page.Items.SelectMany(item => item.Attempts).Select(attempt => attempt.Verdict));
        Assert.Equal([Midday.AddSeconds(1) + RetryWait, null],
            page.Items.SelectMany(item => item.Attempts).Select(attempt => attempt.NextDue));
        var expected = AttemptAt(commits[1], 1, Midday.AddSeconds(1));
        var attempt = page.Items[1].Attempts[0].Attempt;
        Assert.Equal(expected.ResponseBody, attempt.ResponseBody);
        Assert.Equal(expected, attempt with { ResponseBody = expected.ResponseBody });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Deliveries_are_paged_to_the_end_without_loss_or_repeats(int limit)
    {
        var random = new Random(limit);
        var webhook = Guid.CreateVersion7();
        var times = Enumerable.Range(0, 60).Select(_ => Midday.AddHours(-random.Next(6) * 24).AddMilliseconds(random.Next(50)));
        var commits = await PublishAsync([.. times], webhook);
        foreach (var commit in commits)
        {
            // Some wait, some were tried over days, the others are over at once.
            var attempts = random.Next(4);
            var ends = random.Next(2) == 0;
            DateTimeOffset[] starts = [.. Enumerable.Range(0, attempts).Select(day => commit.PublishedAt.AddHours(day * 30))];
            await TryAsync(commit, starts, ends ? DeliveryVerdict.Failed : DeliveryVerdict.Retrying);
        }

        var (found, pages) = await ReadAllAsync(webhook, limit);

        Assert.Equal(commits.Select(DeliveryOf).OrderDescending(), found.Select(item => item.DeliveryId));
        Assert.Equal((60 + limit - 1) / limit, pages);
        Assert.All(found, item => Assert.Equal(
            Enumerable.Range(1, item.Attempts.Count), item.Attempts.Select(attempt => attempt.Attempt.Number)));
        Assert.All(found, item => Assert.Equal(
            item.Attempts.Count > 0 && item.Attempts[^1].Verdict == DeliveryVerdict.Failed, item.Due is null));
    }

    [Fact]
    public async Task Retries_over_days_are_one_delivery()
    {
        var webhook = Guid.CreateVersion7();
        var commits = await PublishAsync([Midday.AddDays(-5), Midday.AddDays(-1)], webhook);
        DateTimeOffset[] starts = [Midday.AddDays(-5), Midday.AddDays(-5).AddSeconds(5), Midday.AddDays(-3), Midday];
        await TryAsync(commits[0], starts, DeliveryVerdict.Delivered);
        await TryAsync(commits[1], [Midday.AddDays(-1)], DeliveryVerdict.Delivered);

        var first = await _store.ReadNewestAsync(Newest(webhook, 1), CancellationToken.None);
        var second = await _store.ReadNewestAsync(Newest(webhook, 1) with { Cursor = first.Next }, CancellationToken.None);

        Assert.Equal(DeliveryOf(commits[1]), Assert.Single(first.Items).DeliveryId);
        Assert.Single(first.Items[0].Attempts);
        Assert.Equal(DeliveryOf(commits[0]), Assert.Single(second.Items).DeliveryId);
        Assert.Equal(starts, second.Items[0].Attempts.Select(attempt => attempt.Attempt.StartedAt));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Deliveries_of_which_none_was_tried_are_paged_too()
    {
        var webhook = Guid.CreateVersion7();
        var commits = await PublishAsync([.. Enumerable.Range(0, 25).Select(i => Midday.AddSeconds(i / 2))], webhook);

        var (found, pages) = await ReadAllAsync(webhook, 5);

        Assert.Equal(commits.Select(DeliveryOf).OrderDescending(), found.Select(item => item.DeliveryId));
        Assert.Equal(5, pages);
        Assert.All(found, item => Assert.Empty(item.Attempts));
        Assert.All(found, item => Assert.Equal(EventTime.Of(item.DeliveryId), item.Due));
    }

    [Fact]
    public async Task Deliveries_of_other_webhooks_are_never_seen()
    {
        var webhook = Guid.CreateVersion7();
        Guid[] others = [Beside(webhook, 1), Beside(webhook, 255), Guid.CreateVersion7(), Guid.CreateVersion7()];
        var commits = await PublishAsync([.. Enumerable.Range(0, 8).Select(day => Midday.AddDays(-day % 3))], [webhook, .. others]);
        for (var i = 0; i < commits.Length; i++)
        {
            for (var match = i % 3; match < others.Length; match++)
            {
                await TryAsync(commits[i], [commits[i].PublishedAt], DeliveryVerdict.Delivered, match);
            }
        }

        var (found, _) = await ReadAllAsync(webhook, 3);
        var nobody = await _store.ReadNewestAsync(Newest(Beside(webhook, 2), 10), CancellationToken.None);

        Assert.Equal(commits.Select(DeliveryOf).OrderDescending(), found.Select(item => item.DeliveryId));
        Assert.Empty(nobody.Items);
        Assert.Null(nobody.Next);
    }

    [Fact]
    public async Task Deliveries_of_a_day_that_retention_dropped_are_gone_and_the_others_are_there()
    {
        foreach (var day in Enumerable.Range(0, 12))
        {
            await _store.PrepareDaysAsync(Midday.AddDays(-day), CancellationToken.None);
        }

        var webhook = Guid.CreateVersion7();
        var old = await PublishAsync([Midday.AddDays(-9), Midday.AddDays(-10)], webhook);
        var young = await PublishAsync([Midday, Midday.AddDays(-2), Midday.AddDays(-6)], webhook);
        foreach (var commit in old.Concat(young))
        {
            await TryAsync(commit, [commit.PublishedAt], DeliveryVerdict.Delivered);
        }

        while (await _store.DropHistoryBeforeAsync(Midday.AddDays(-7), Step, CancellationToken.None))
        {
        }

        var (found, pages) = await ReadAllAsync(webhook, 2);

        Assert.Equal(young.Select(DeliveryOf), found.Select(item => item.DeliveryId));
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task Retry_that_was_dropped_is_due_no_more()
    {
        var webhook = Guid.CreateVersion7();
        var commits = await PublishAsync([Midday, Midday.AddSeconds(1)], webhook);
        await TryAsync(commits[0], [Midday], DeliveryVerdict.Retrying);

        await _store.DropPendingAsync(webhook, CancellationToken.None);
        var page = await _store.ReadNewestAsync(Newest(webhook, 10), CancellationToken.None);

        var dropped = Assert.Single(page.Items);
        Assert.Equal(DeliveryOf(commits[0]), dropped.DeliveryId);
        Assert.Null(dropped.Due);
        Assert.Equal(DeliveryVerdict.Retrying, Assert.Single(dropped.Attempts).Verdict);
    }

    private static TimeSpan RetryWait => TimeSpan.FromSeconds(5);

    private static DeliveryLogQuery Newest(Guid webhook, int limit) =>
        new() { WebhookId = webhook, Now = Midday.AddDays(2), Limit = limit };

    private static Guid DeliveryOf(EventCommit commit) => commit.Matches[0].DeliveryId;

    /// <summary>A webhook of the same shard.</summary>
    private static Guid Beside(Guid webhook, byte difference)
    {
        var bytes = webhook.ToByteArray(bigEndian: true);
        bytes[14] ^= difference;
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Publishes as the engine does: deliveries are due at the time that their ids begin with.</summary>
    private async Task<EventCommit[]> PublishAsync(DateTimeOffset[] times, params Guid[] webhooks)
    {
        var commits = Array.ConvertAll(times, time =>
        {
            var webhookEvent = Commit(published: time).Event;
            var matches = Array.ConvertAll(
                webhooks, webhook => new EventMatch(webhook, DeliveryIds.Of(webhookEvent.Id, webhook)));
            return new EventCommit(webhookEvent, matches, time);
        });
        await CommitAsync(commits);
        return commits;
    }

    /// <summary>Records attempts: all but the last are to be followed by another, and the last has the given verdict.</summary>
    private async Task TryAsync(EventCommit commit, DateTimeOffset[] starts, DeliveryVerdict verdict, int match = 0)
    {
        var due = commit.PublishedAt;
        for (var i = 0; i < starts.Length; i++)
        {
            var (webhookId, deliveryId) = commit.Matches[match];
            var retries = i < starts.Length - 1 || verdict == DeliveryVerdict.Retrying;
            var next = retries ? starts[i] + RetryWait : (DateTimeOffset?)null;
            await RecordAsync(new OutcomeCommit(
                new DueDelivery(webhookId, deliveryId, commit.Event, due, i), AttemptAt(commit, i + 1, starts[i], match),
                retries ? DeliveryVerdict.Retrying : verdict, next));
            due = next ?? due;
        }
    }

    private static AttemptRecord AttemptAt(EventCommit commit, int number, DateTimeOffset start, int match = 0) =>
        Outcome(Due(commit, match), DeliveryVerdict.Retrying).Attempt with { Number = number, StartedAt = start };

    private async Task<(List<LoggedDelivery> Found, int Pages)> ReadAllAsync(Guid webhook, int limit)
    {
        var (found, pages) = (new List<LoggedDelivery>(), 0);
        DeliveryLogPage page;
        var query = Newest(webhook, limit);
        do
        {
            page = await _store.ReadNewestAsync(query, CancellationToken.None);
            Assert.InRange(page.Items.Count, 1, limit);
            found.AddRange(page.Items);
            pages++;
            query = query with { Cursor = page.Next };
        }
        while (page.Next is not null);
        return (found, pages);
    }
}
