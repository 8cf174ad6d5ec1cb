namespace Ringback.Delivery.Schedule;

/// <summary>
/// Gives slots to lanes, one at a time and in turn, so that a lane with a million deliveries waits as long for its next
/// slot as a lane with one. First tries and retries have rings of their own, and a quarter of the slots is kept for
/// each, so that neither starves the other.
/// </summary>
internal sealed class LaneRings(int slots)
{
    private readonly Queue<Lane> _firstTries = new();
    private readonly Queue<Lane> _retries = new();
    private readonly int _mostOfOneKind = slots - (slots / 4);
    private int _firstTriesInFlight;
    private int _retriesInFlight;
    private bool _retryIsNext;

    /// <summary>How many attempts are in flight.</summary>
    public int InFlight => _firstTriesInFlight + _retriesInFlight;

    /// <summary>How many lanes wait for a slot.</summary>
    public int Waiting => _firstTries.Count + _retries.Count;

    /// <summary>Puts a lane into the rings in which it has work and is missing.</summary>
    public void Offer(Lane lane)
    {
        if (!lane.HasRoom)
        {
            return;
        }

        if (lane is { HasFirstTry: true, IsInFirstRing: false })
        {
            lane.IsInFirstRing = true;
            _firstTries.Enqueue(lane);
        }

        if (lane is { HasRetry: true, IsInRetryRing: false })
        {
            lane.IsInRetryRing = true;
            _retries.Enqueue(lane);
        }
    }

    /// <summary>The next delivery to attempt, with its lane; null when no slot is free or no lane has work and room.</summary>
    public (Lane Lane, DueDelivery Delivery, bool IsRetry)? Take()
    {
        if (InFlight >= slots)
        {
            return null;
        }

        var taken = Take(_retryIsNext) ?? Take(!_retryIsNext);
        if (taken is var (lane, _, isRetry))
        {
            _retryIsNext = !isRetry;
            _firstTriesInFlight += isRetry ? 0 : 1;
            _retriesInFlight += isRetry ? 1 : 0;
            Offer(lane);
        }

        return taken;
    }

    /// <summary>Gives the slot of an attempt back.</summary>
    public void Release(bool isRetry)
    {
        _firstTriesInFlight -= isRetry ? 0 : 1;
        _retriesInFlight -= isRetry ? 1 : 0;
    }

    private (Lane Lane, DueDelivery Delivery, bool IsRetry)? Take(bool retry)
    {
        if ((retry ? _retriesInFlight : _firstTriesInFlight) >= _mostOfOneKind)
        {
            return null;
        }

        var ring = retry ? _retries : _firstTries;
        while (ring.TryDequeue(out var lane))
        {
            if (retry)
            {
                lane.IsInRetryRing = false;
            }
            else
            {
                lane.IsInFirstRing = false;
            }

            // A lane that filled up, or was held, since it was offered is offered again when that ends.
            if (lane.HasRoom && (retry ? lane.HasRetry : lane.HasFirstTry))
            {
                return (lane, lane.Take(retry), retry);
            }
        }

        return null;
    }
}
