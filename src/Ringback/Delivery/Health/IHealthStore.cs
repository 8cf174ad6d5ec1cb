using Ringback.Ownership;

namespace Ringback.Delivery.Health;

/// <summary>Where the health of webhooks is kept; with an outcome it is written in the outcome's transaction.</summary>
internal interface IHealthStore
{
    /// <summary>The health of every webhook of some shards that has failures to remember.</summary>
    Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(ShardRange shards, CancellationToken cancellationToken);

    /// <summary>Keeps a webhook's health, when something other than an outcome changed it.</summary>
    Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken);
}
