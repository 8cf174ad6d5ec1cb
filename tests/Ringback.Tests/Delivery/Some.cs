using Ringback.Delivery;
using Ringback.Delivery.Schedule;
using Ringback.Events;

namespace Ringback.Tests.Delivery;

/// <summary>Deliveries of which a test says only what matters to it.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly WebhookEvent Event = new()
    {
        Id = Guid.CreateVersion7(),
        PublicId = "event",
        OrgId = "org",
        Resource = "messages",
        Type = "created",
        Created = Now,
        Data = "{}"u8.ToArray(),
    };

    public static LaneRings Rings(int slots, double share = 1, double slowShare = 1) => new(new DeliveryOptions
    {
        Slots = slots,
        MaxOwnerShare = share,
        MaxOrgShare = share,
        MaxSlowShare = slowShare,
    });

    public static Share Owner(string person = "ann", string org = "org", double share = 1)
    {
        var whole = new Share(null, share) { Key = (org, null, null) };
        return new Share(whole, share) { Key = (org, person, "app") };
    }

    public static Lane Lane(int firstTries = 0, int retries = 0, int inFlightLimit = 1000, Share? owner = null)
    {
        var lane = new Lane(Guid.CreateVersion7(), inFlightLimit, owner ?? Owner());
        for (var i = 0; i < firstTries; i++)
        {
            lane.Add(Delivery(), Now);
        }

        for (var i = 0; i < retries; i++)
        {
            lane.Add(Delivery(attempts: 1), Now);
        }

        return lane;
    }

    public static DueDelivery Delivery(DateTimeOffset? due = null, int attempts = 0) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), Event, due ?? Now, attempts);
}
