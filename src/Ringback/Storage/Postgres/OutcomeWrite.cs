using Ringback.Delivery.Attempts;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>The writer's side of an outcome.</summary>
internal sealed class OutcomeWrite(OutcomeCommit outcome, Action<OutcomeCommit> recorded) : PostgresWrite
{
    /// <inheritdoc/>
    public override bool MustSucceed => true;

    /// <inheritdoc/>
    public override long Size { get; } = WriteSize.Of(outcome);

    /// <inheritdoc/>
    public override void AddTo(PostgresBatch batch) => batch.Outcomes.Add(outcome);

    /// <inheritdoc/>
    public override void Committed()
    {
        // Also when nothing was written, because another process owns the shard: its owner here was told that before.
        recorded(outcome);
    }

    /// <inheritdoc/>
    public override void Failed(Exception error)
    {
        // Only when the store closes or another node has taken over: the row is still pending, so the delivery is tried again.
    }
}
