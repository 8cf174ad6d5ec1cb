namespace Ringback.Simulation.Checks;

/// <summary>A lane as the rule of turns sees it.</summary>
internal sealed class LaneTurns
{
    private readonly Dictionary<WebhookEntry, int>[] _ahead = [[], []];

    /// <summary>How many slots it may have.</summary>
    public int Slots
    {
        get;
        set
        {
            field = value;
            RestartIfFull();
        }
    }

    /// <summary>How many slots it has.</summary>
    public int InFlight
    {
        get;
        set
        {
            field = value;
            RestartIfFull();
        }
    }

    /// <summary>How many first tries, and how many retries, are known to be ready.</summary>
    public int[] Ready { get; } = [0, 0];

    /// <summary>Whether it waits for a slot of a kind.</summary>
    public bool IsWaiting(int kind) => Ready[kind] > 0 && InFlight < Slots;

    /// <summary>Counts a slot that another lane is given; how many it was given since this one waits.</summary>
    public int CountAhead(int kind, WebhookEntry other) =>
        _ahead[kind][other] = _ahead[kind].GetValueOrDefault(other) + 1;

    /// <summary>It has its slot of a kind: from here on it waits for the next one.</summary>
    public void Restart(int kind) => _ahead[kind].Clear();

    private void RestartIfFull()
    {
        if (InFlight >= Slots)
        {
            Restart(0);
            Restart(1);
        }
    }
}
