namespace Ringback.Simulation.Checks;

/// <summary>A lane was given a slot.</summary>
/// <param name="Taker">Its webhook.</param>
/// <param name="IsRetry">The slot's kind.</param>
/// <param name="IsFull">Whether it has no room for another one.</param>
/// <param name="Waiting">Which webhooks wait for a slot of that kind.</param>
internal sealed record Turn(WebhookEntry Taker, bool IsRetry, bool IsFull, IReadOnlyList<WebhookEntry> Waiting);
