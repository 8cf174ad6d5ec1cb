namespace Ringback.Simulation.Checks;

/// <summary>A lane was given a slot of a kind, while others waited for one of that kind.</summary>
internal sealed record Turn(WebhookEntry Taker, bool IsRetry, IReadOnlyList<WebhookEntry> Waiting);
