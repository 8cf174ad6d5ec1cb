namespace Ringback.Delivery.Schedule;

/// <summary>Contenders of one level that take turns; each stands in it once for each kind of slot that it waits for.</summary>
internal sealed class SlotRing
{
    // Whoever is over its share holds at least as many slots as are free, so there are more of them than this only while less
    // than a sixty-fourth of the slots is free; the rest is looked at when the next slot is given back. So are lanes whose
    // receiver is full.
    private const int MaxPassedBy = 64;

    private readonly Queue<Contender>?[] _waiting = new Queue<Contender>?[3];

    /// <summary>How many wait for a kind of slot.</summary>
    public int Count(SlotKind kind) => _waiting[(int)kind]?.Count ?? 0;

    /// <summary>Puts a contender at the end, unless it stands here already.</summary>
    public void Join(Contender contender, SlotKind kind)
    {
        if (!contender.IsWaiting(kind))
        {
            contender.SetWaiting(kind, true);
            (_waiting[(int)kind] ??= new()).Enqueue(contender);
        }
    }

    /// <summary>The lane whose turn it is; null when none can have a slot of the kind.</summary>
    public Lane? Next(SlotTurn turn)
    {
        var kind = turn.Kind;
        var waiting = _waiting[(int)kind];
        var passedBy = 0;
        for (var left = waiting?.Count ?? 0; left > 0 && passedBy < MaxPassedBy; left--)
        {
            var contender = waiting!.Dequeue();
            var lane = contender.IsOverItsShare(turn) ? null : contender.Next(turn);
            if (contender is Share share && share.Members.Count(kind) > 0)
            {
                waiting.Enqueue(contender);
                passedBy += lane is null ? 1 : 0;
            }
            else
            {
                contender.SetWaiting(kind, false);
                passedBy += contender is Lane && lane is null ? 1 : 0;
                turn.Rings.Left(contender as Lane, lane is not null);
            }

            if (lane is not null)
            {
                return lane;
            }
        }

        return null;
    }
}
