namespace Ringback.Simulation.Checks;

/// <summary>A lane was given a slot, and so was its owner.</summary>
/// <param name="Taker">Its webhook, or the owner.</param>
/// <param name="IsRetry">The slot's kind.</param>
/// <param name="IsFull">Whether it has no room for another one.</param>
/// <param name="Waiting">Which others wait for a slot of that kind.</param>
internal sealed record Turn(string Taker, bool IsRetry, bool IsFull, IReadOnlyList<string> Waiting);
