namespace Ringback.Delivery.Schedule;

/// <summary>Who waits for slots and takes turns with others: an org, an owner within it, or an owner's lane.</summary>
/// <param name="parent">Whose slots it shares with its neighbours; null for an org.</param>
internal abstract class Contender(Share? parent)
{
    private int _waitsFor;

    /// <summary>Whose slots it shares with its neighbours; null for an org.</summary>
    public Share? Parent { get; } = parent;

    /// <summary>Whether it stands in its parent's ring of a kind.</summary>
    public bool IsWaiting(SlotKind kind) => (_waitsFor & (1 << (int)kind)) != 0;

    /// <summary>Notes whether it stands in its parent's ring of a kind.</summary>
    public void SetWaiting(SlotKind kind, bool isWaiting) =>
        _waitsFor = isWaiting ? _waitsFor | (1 << (int)kind) : _waitsFor & ~(1 << (int)kind);

    /// <summary>Whether it holds as many slots as it may at present, so that its turn passes by.</summary>
    public abstract bool IsOverItsShare(SlotTurn turn);

    /// <summary>Its lane whose turn it is, which leaves the ring; null when none has work and room.</summary>
    public abstract Lane? Next(SlotTurn turn);
}
