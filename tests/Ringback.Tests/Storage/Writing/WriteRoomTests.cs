using Microsoft.Extensions.Time.Testing;
using Ringback.Installation;
using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

public sealed class WriteRoomTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WriteRoom _room;

    public WriteRoomTests() => _room = new WriteRoom(100, TimeSpan.FromSeconds(5), _time);

    [Fact]
    public async Task Flood_of_one_org_does_not_keep_another_waiting()
    {
        await Take("flood", 100);
        var flood = Enumerable.Range(0, 50).Select(_ => Take("flood", 100)).ToArray();
        var other = Take("other", 100);

        _room.Release(100);
        _room.Release(100);

        await other.WithinLimit();
        await flood[0].WithinLimit();
        Assert.All(flood[1..], static wait => Assert.False(wait.IsCompleted));
    }

    [Fact]
    public async Task Write_larger_than_all_room_is_let_in_when_it_is_its_turn()
    {
        await Take("a", 50);
        await Take("a", 50);

        await Take("b", 1000).WithinLimit();

        var next = Take("a", 10);
        _room.Release(100);
        Assert.False(next.IsCompleted);
        _room.Release(1000);
        await next.WithinLimit();
    }

    [Fact]
    public async Task Nothing_that_takes_no_room_waits()
    {
        await Take("a", 100);
        _ = Take("a", 10);

        Assert.True(Take("", 0).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_who_is_behind_goes_on()
    {
        await Take("a", 60);
        var large = Take("a", 90);
        _time.Advance(TimeSpan.FromSeconds(3));
        var small = Take("a", 40);

        _time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => large.WithinLimit());
        await small.WithinLimit();
    }

    private Task Take(string org, long size) => _room.TakeAsync(org, size, CancellationToken.None).AsTask();
}
