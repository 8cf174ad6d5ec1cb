using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Webhooks;

namespace Ringback.Simulation.Defects;

/// <summary>Breaks now and then after a callback was sent, as a log that is full would: the engine has to get over it.</summary>
internal sealed class BreakingRunner(IAttemptRunner runner, SimulatedProcess process, Random chance, double share, Defect defect)
    : IAttemptRunner
{
    /// <inheritdoc/>
    public AttemptTarget Prepare(RegisteredWebhook webhook) => runner.Prepare(webhook);

    /// <inheritdoc/>
    public async Task<OutcomeCommit?> RunAsync(AttemptTarget target, DueDelivery delivery, CancellationToken abandon)
    {
        var outcome = await runner.RunAsync(target, delivery, abandon);
        if (outcome is null || chance.NextDouble() >= share)
        {
            return outcome;
        }

        process.Ledger.Broken(delivery.DeliveryId);
        if (defect == Defect.SlotLostByException)
        {
            await new TaskCompletionSource().Task;
        }

        throw new BrokenOnPurposeException();
    }
}
