namespace Ringback.Simulation.Checks;

/// <summary>
/// Slots are given in turn: while a lane has a delivery ready and room in flight, no other lane is given more than
/// <see cref="MostAhead"/> slots of the same kind (first tries, or retries). So it waits for one round of its ring at most.
/// What happened is put into order and judged when everything is quiet.
/// </summary>
internal sealed class FairnessRule
{
    /// <summary>How many slots of a kind another lane may be given before the waiting one: its turn in the round.</summary>
    public const int MostAhead = 1;

    private readonly List<(long Moment, Action Happening)> _happened = [];
    private readonly Dictionary<WebhookEntry, LaneTurns> _lanes = [];
    private string? _objection;

    /// <summary>A lane was given a slot.</summary>
    public void Taken(long moment, WebhookEntry webhook, bool isRetry) => _happened.Add((moment, () =>
    {
        var kind = isRetry ? 1 : 0;
        var taker = Lane(webhook);
        taker.InFlight++;
        taker.Restart(kind);
        foreach (var (other, lane) in _lanes)
        {
            if (other != webhook && lane.IsWaiting(kind) && lane.CountAhead(kind, webhook) > MostAhead)
            {
                _objection ??= $"Webhook {webhook.Label} was given a second slot while webhook {other.Label} waited for one.";
            }
        }
    }));

    /// <summary>A lane has given a slot back.</summary>
    public void Finished(long moment, WebhookEntry webhook) => _happened.Add((moment, () => Lane(webhook).InFlight--));

    /// <summary>A lane has more, or less, deliveries ready.</summary>
    public void Ready(long moment, WebhookEntry webhook, bool isRetry, int change) =>
        _happened.Add((moment, () => Lane(webhook).Ready[isRetry ? 1 : 0] += change));

    /// <summary>A lane may have more slots than before, or less, or none.</summary>
    public void Changed(long moment, WebhookEntry webhook)
    {
        var slots = webhook.Disabling is Disabling.Decided or Disabling.Asked ? 0 : webhook.Slots;
        _happened.Add((moment, () => Lane(webhook).Slots = slots));
    }

    /// <summary>What went wrong since the last time; null when nothing did.</summary>
    public string? Judge()
    {
        _happened.Sort(static (one, other) => one.Moment.CompareTo(other.Moment));
        _happened.ForEach(static happened => happened.Happening());
        _happened.Clear();
        return _objection;
    }

    /// <summary>The process has ended, and its lanes with it.</summary>
    public void Forget()
    {
        _happened.Clear();
        _lanes.Clear();
    }

    private LaneTurns Lane(WebhookEntry webhook)
    {
        if (!_lanes.TryGetValue(webhook, out var lane))
        {
            _lanes.Add(webhook, lane = new LaneTurns { Slots = webhook.Slots });
        }

        return lane;
    }
}
