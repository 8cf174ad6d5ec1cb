using Microsoft.Extensions.Time.Testing;
using Ringback.Delivery.Telemetry;
using Ringback.Installation;
using Ringback.Ownership;

namespace Ringback.Tests.Delivery;

/// <summary>Counts what a test has put there, in the time that the test wants.</summary>
internal sealed class StubPendingCounter(FakeTimeProvider time) : IPendingCounter
{
    private readonly Dictionary<Guid, long> _rows = [];

    /// <summary>How long a whole count takes.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Whether the store can be read.</summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>Sets a webhook's rows.</summary>
    public void Set(Guid webhookId, long rows) => _rows[webhookId] = rows;

    /// <inheritdoc/>
    public Task<IReadOnlyList<(Guid WebhookId, long Count)>> CountPendingAsync(
        int shard, CancellationToken cancellationToken)
    {
        if (!IsAvailable)
        {
            throw new StoreUnavailableException("The database cannot be read.");
        }

        if (shard == 0)
        {
            time.Advance(Takes);
        }

        return Task.FromResult<IReadOnlyList<(Guid, long)>>(
            [.. _rows.Where(row => Shards.Of(row.Key) == shard).Select(row => (row.Key, row.Value))]);
    }
}
