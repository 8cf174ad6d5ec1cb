using Ringback.Events;

namespace Ringback.Server.Tests.Events;

/// <summary>Ids of events: version 7, and in the order in which they were made, on which the feed relies.</summary>
public sealed class EventIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Id_is_a_UUID_of_version_7_that_holds_the_time()
    {
        var id = new EventIds().Next(Now);

        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        Assert.Equal(Now.ToUnixTimeMilliseconds(), Milliseconds(id));
        Assert.NotEqual(id, new EventIds().Next(Now));
    }

    [Fact]
    public void Ids_of_one_millisecond_ascend_and_run_over_into_the_next_when_they_are_many()
    {
        var ids = new EventIds();

        var made = Enumerable.Range(0, 5000).Select(_ => ids.Next(Now)).ToList();

        Assert.Equal(made.Order(), made);
        Assert.Equal([0L, 1L], made.Select(id => Milliseconds(id) - Now.ToUnixTimeMilliseconds()).Distinct());
    }

    [Fact]
    public void Ids_ascend_when_the_clock_goes_back()
    {
        var ids = new EventIds();

        var made = new[] { ids.Next(Now), ids.Next(Now.AddSeconds(-5)), ids.Next(Now.AddMilliseconds(1)) };

        Assert.Equal(made.Order(), made);
    }

    [Fact]
    public async Task Ids_made_at_once_by_many_all_differ_in_what_is_ordered()
    {
        var ids = new EventIds();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 10_000).Select(_ => ids.Next(Now).ToString("N")[..16]).ToList())));

        Assert.Equal(40_000, made.SelectMany(some => some).Distinct().Count());
        Assert.All(made, some => Assert.Equal(some.Order(StringComparer.Ordinal), some));
    }

    private static long Milliseconds(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
