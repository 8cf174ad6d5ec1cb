namespace Ringback.Delivery.Schedule;

/// <summary>A slot that is about to be given.</summary>
/// <param name="Rings">The rings that give it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Free">How many slots are free in all.</param>
/// <param name="FreeOfKind">How many of them may be used for this kind.</param>
internal readonly record struct SlotTurn(LaneRings Rings, SlotKind Kind, int Free, int FreeOfKind);
