using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Row_says_what_it_is_made_for_and_keeps_its_place_over_retries()
    {
        var webhook = Guid.CreateVersion7();
        var (first, second) = (Commit(webhooks: [webhook]), Commit(webhooks: [webhook]));
        await CommitAsync(first, second);
        await ExecuteAsync("UPDATE pending SET purpose = 2, ladder_from = 4, order_key = 'room 😀', attempts = 3 "
            + $"WHERE position = {first.Position}");

        var rows = (await ReadLaneAsync(webhook, Now))!.Deliveries.ToDictionary(row => row.DeliveryId);
        var (recovered, ordinary) = (rows[first.Matches[0].DeliveryId], rows[second.Matches[0].DeliveryId]);
        await RecordAsync(Outcome(recovered, DeliveryVerdict.Retrying, Now.AddSeconds(5)));
        var later = (await ReadLaneAsync(webhook, Now.AddSeconds(5)))!.Deliveries
            .Single(row => row.DeliveryId == recovered.DeliveryId);

        Assert.Equal((first.Position, DeliveryPurpose.Recovered, 4, "room 😀"), Said(recovered));
        Assert.Equal((second.Position, DeliveryPurpose.Ordinary, 1, null), Said(ordinary));
        Assert.Equal((Said(recovered), 4), (Said(later), later.Attempts));

        static (long, DeliveryPurpose, int, string?) Said(DueDelivery row) =>
            (row.Position, row.Purpose, row.LadderFrom, row.OrderKey);
    }

    [Fact]
    public async Task Positions_ascend_with_the_commits_also_when_the_clock_goes_back()
    {
        var commits = new[] { Now, Now, Now.AddHours(-1), Now.AddMilliseconds(1) }.Select(at => Commit(at: at)).ToArray();

        foreach (var commit in commits)
        {
            await CommitAsync(commit);
        }

        var positions = commits.Select(commit => commit.Position).ToArray();
        Assert.Equal(positions.Order().Distinct(), positions);
    }
}
