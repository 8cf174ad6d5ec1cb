using Ringback.Events;
using Ringback.Storage;

namespace Ringback.Tests.Storage;

public sealed class RecentEventsTests
{
    private const int Megabyte = 1024 * 1024;
    private readonly RecentEvents _recent = new();

    [Fact]
    public void Event_that_is_read_again_is_the_same_object()
    {
        var first = Event(10);
        var again = Event(10, first.Id);

        Assert.Same(first, _recent.Share(first));
        Assert.Same(first, _recent.Share(again));
        Assert.Same(first, _recent.Find(first.Id));
        Assert.Null(_recent.Find(Guid.NewGuid()));
    }

    [Fact]
    public void Oldest_ones_make_room_for_new_ones()
    {
        var events = Enumerable.Range(0, 100).Select(_ => Event(Megabyte)).ToArray();

        Array.ForEach(events, webhookEvent => _recent.Share(webhookEvent));

        var kept = events.Where(webhookEvent => _recent.Find(webhookEvent.Id) is not null).ToArray();
        Assert.InRange(kept.Length, 1, 8);
        Assert.Equal(events[^kept.Length..], kept);
    }

    [Fact]
    public void Event_beyond_the_bound_is_used_and_not_kept()
    {
        var huge = Event(20 * Megabyte);

        Assert.Same(huge, _recent.Share(huge));

        Assert.Null(_recent.Find(huge.Id));
    }

    private static WebhookEvent Event(int bytes, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        PublicId = "id",
        OrgId = "org",
        Resource = "messages",
        Type = "created",
        Created = DateTimeOffset.UnixEpoch,
        Data = new byte[bytes],
    };
}
