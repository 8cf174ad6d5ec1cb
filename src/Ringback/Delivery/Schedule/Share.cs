namespace Ringback.Delivery.Schedule;

/// <summary>
/// An org, or an owner within it, and the slots that it holds. It may take another one while it holds less than its portion of
/// those and the free ones together: alone it gets its portion of all slots, of several that are busy each gets less, and some
/// always stay free for the next who comes.
/// </summary>
/// <param name="parent">The org of an owner; null for an org.</param>
/// <param name="portion">From 0 to 1; with 1 there is no limit.</param>
internal sealed class Share(Share? parent, double portion) : Contender(parent)
{
    private readonly int[] _held = new int[3];

    /// <summary>Who it is; an org has no person and no app.</summary>
    public required (string Org, string? Person, string? App) Key { get; init; }

    /// <summary>Those that share its slots: owners, or lanes.</summary>
    public SlotRing Members { get; } = new();

    /// <summary>How many owners or lanes there are under it, whether or not they wait.</summary>
    public int Users { get; set; }

    /// <summary>How many slots it holds.</summary>
    public int Held { get; private set; }

    /// <inheritdoc/>
    public override bool IsOverItsShare(SlotTurn turn) =>
        IsOver(turn.Free) || IsOver(_held[(int)turn.Kind], turn.FreeOfKind);

    /// <summary>Whether it holds as many slots as it may while so many are free in all.</summary>
    public bool IsOver(int free) => IsOver(Held, free);

    /// <inheritdoc/>
    public override Lane? Next(SlotTurn turn) => Members.Next(turn);

    /// <summary>Counts a slot that was given or given back.</summary>
    public void Count(SlotKind kind, int change)
    {
        _held[(int)kind] += change;
        Held += change;
    }

    private bool IsOver(int held, int free) => held * (1 - portion) >= portion * free;
}
