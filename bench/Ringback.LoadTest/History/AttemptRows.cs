using System.Text;
using Ringback.Delivery.Attempts;
using Ringback.Events;
using Ringback.Storage.Maintenance;

namespace Ringback.LoadTest.History;

/// <summary>
/// Rows of the attempt log as days of even work would leave them, of about 300 bytes each: spread over webhooks at random,
/// in the order of their publishes. One delivery in 20 is tried again, 5 s, 30 s and 2 minutes later.
/// </summary>
internal static class AttemptRows
{
    private const int RetriedOneIn = 20;
    private const string Headers =
        "Content-Type: application/json\nContent-Length: 15\nDate: Tue, 24 Nov 2026 09:41:07 GMT\nServer: nginx/1.26.2\n";

    private static readonly byte[] Received = Encoding.ASCII.GetBytes("""{"status":"ok"}""");
    private static readonly byte[] Refused = Encoding.ASCII.GetBytes("upstream is busy");
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    /// <summary>Makes rows with the values of <see cref="StoreTable.Attempts"/>.</summary>
    public static IEnumerable<object?[]> Make(Guid[] webhooks, long count, DateTimeOffset first, DateTimeOffset last)
    {
        var random = new Random(1);
        for (var row = 0L; row < count;)
        {
            var webhookId = webhooks[random.Next(webhooks.Length)];
            var published = first + ((last - first) * ((double)row / count));
            var eventId = Guid.CreateVersion7(published);
            var deliveryId = DeliveryIds.Of(eventId, webhookId);
            var tries = random.Next(RetriedOneIn) == 0 ? Waits.Length + 1 : 1;
            for (var number = 1; number <= tries && row < count; number++, row++)
            {
                var isLast = number == tries;
                var started = Milliseconds(published);
                published += isLast ? TimeSpan.Zero : Waits[number - 1];
                yield return
                [
                    webhookId, deliveryId, (long)number, eventId, 1L, started, random.NextInt64(2_000), random.NextInt64(2_000, 90_000),
                    null, null, null, random.NextInt64(1_000, 80_000), random.NextInt64(1_000), isLast ? "delivered" : "rejected",
                    (long)(isLast ? DeliveryVerdict.Delivered : DeliveryVerdict.Retrying),
                    isLast ? null : Milliseconds(published), isLast ? 200L : 503L,
                    isLast ? null : "The receiver answered 503.", "203.0.113.17", Headers, isLast ? Received : Refused,
                ];
            }
        }
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
