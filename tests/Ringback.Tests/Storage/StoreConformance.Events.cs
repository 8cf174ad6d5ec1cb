using System.Text;
using Ringback.Events;
using Ringback.Ownership;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Committed_events_are_handed_over_in_order_before_the_publisher_is_answered()
    {
        var commits = new[] { Commit(webhooks: [Guid.NewGuid()]), Commit(webhooks: [Guid.NewGuid()]) };
        IReadOnlyList<EventCommit>? handedOver = null;

        await _store.CommitEventsAsync(commits, taken => handedOver = taken, CancellationToken.None)
            .WithinLimit();

        Assert.Equal(commits, handedOver);
        Assert.All(commits, commit => Assert.False(commit.IsDuplicate));
    }

    [Fact]
    public async Task Second_event_of_an_id_is_marked_and_makes_no_deliveries()
    {
        var webhook = Guid.CreateVersion7();
        var first = Commit("same", webhooks: [webhook]);
        var second = Commit("same", webhooks: [webhook, Guid.CreateVersion7()]);

        await CommitAsync(first);
        await CommitAsync(second);

        Assert.Equal((false, true), (first.IsDuplicate, second.IsDuplicate));
        Assert.Equal(1, second.Matched);
        Assert.Equal([first.Matches[0].DeliveryId], await PendingOfAsync(webhook));
        Assert.Single(await _store.FindLanesAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task Events_of_one_id_that_race_are_one_event()
    {
        var webhook = Guid.CreateVersion7();
        var commits = Enumerable.Range(0, 64).Select(i => Commit($"id{i % 4}", webhooks: [webhook])).ToArray();

        await Task.WhenAll(commits.Select(commit => Task.Run(() => CommitAsync(commit))));

        Assert.Equal(4, commits.Count(commit => !commit.IsDuplicate));
        Assert.Equal(
            commits.Where(commit => !commit.IsDuplicate).Select(commit => commit.Matches[0].DeliveryId).Order(),
            (await PendingOfAsync(webhook)).Order());
    }

    [Fact]
    public async Task Id_twice_in_one_commit_is_one_event_and_the_others_are_kept()
    {
        var webhook = Guid.CreateVersion7();
        var commits = new[] { "twice", "other", "twice" }.Select(id => Commit(id, webhooks: [webhook])).ToArray();

        await CommitAsync(commits);

        Assert.Equal([false, false, true], commits.Select(commit => commit.IsDuplicate));
        Assert.Equal(2, (await PendingOfAsync(webhook)).Count);
    }

    [Fact]
    public async Task Ids_made_by_the_server_never_make_duplicates()
    {
        var commits = new[] { Commit(), Commit() };

        await CommitAsync(commits);

        Assert.All(commits, commit => Assert.False(commit.IsDuplicate));
    }

    [Fact]
    public async Task Event_is_read_back_as_it_was_committed()
    {
        var webhook = Guid.CreateVersion7();
        var commit = Commit("chosen é 😀", data: """{"text":"é 😀 \u0000"}""", webhooks: [webhook]);
        await CommitAsync(commit);

        var read = Assert.Single((await ReadLaneAsync(webhook, Now))!.Deliveries);

        Assert.Equal(commit.Matches[0].DeliveryId, read.DeliveryId);
        Assert.Equal((Now, 0), (read.Due, read.Attempts));
        Assert.Equal(commit.Event.Id, read.Event.Id);
        Assert.Equal("chosen é 😀", read.Event.PublicId);
        Assert.Equal(("org", "messages", "created", "actor 😀"),
            (read.Event.OrgId, read.Event.Resource, read.Event.Type, read.Event.ActorId));
        Assert.Equal(commit.Event.TraceParent, read.Event.TraceParent);
        Assert.Equal(commit.Event.Created, read.Event.Created);
        Assert.Equal(commit.Event.Data, read.Event.Data);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1024 * 1024)]
    [InlineData(16 * 1024 * 1024)]
    public async Task Body_of_any_length_is_read_back_whole(int length)
    {
        var webhook = Guid.CreateVersion7();
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append("é 😀 <x> \"");
        }

        var commit = Commit(data: text.ToString(), webhooks: [webhook]);
        await CommitAsync(commit);

        var read = Assert.Single((await ReadLaneAsync(webhook, Now))!.Deliveries);
        Assert.True(commit.Event.Data.AsSpan().SequenceEqual(read.Event.Data));
    }

    [Fact]
    public async Task Event_that_nothing_matched_is_kept_for_its_id()
    {
        await CommitAsync(Commit("lonely"));
        var again = Commit("lonely", webhooks: [Guid.CreateVersion7()]);
        await CommitAsync(again);

        Assert.True(again.IsDuplicate);
        Assert.Equal(0, again.Matched);
        Assert.Empty(await _store.FindLanesAsync(ShardRange.All, CancellationToken.None));
    }
}
