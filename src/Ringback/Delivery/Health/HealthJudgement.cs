namespace Ringback.Delivery.Health;

/// <summary>What an outcome means for its webhook's health.</summary>
/// <param name="Record">The health after it, to be kept with it; null when that did not change.</param>
/// <param name="IsDisabled">Whether the webhook becomes inactive by it.</param>
internal readonly record struct HealthJudgement(HealthRecord? Record, bool IsDisabled);
