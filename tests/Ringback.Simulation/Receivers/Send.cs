using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Simulation.Checks;

namespace Ringback.Simulation.Receivers;

/// <summary>A callback on its way.</summary>
internal sealed class Send(DeliveryEntry delivery, int number, AttemptOutcome outcome, SlotKind? kind, string receiver)
{
    /// <summary>The delivery.</summary>
    public DeliveryEntry Delivery { get; } = delivery;

    /// <summary>1 for its first try.</summary>
    public int Number { get; } = number;

    /// <summary>Whether it was tried before.</summary>
    public bool IsRetry => Number > 1;

    /// <summary>The kind of slot that it holds; null when that cannot be known.</summary>
    public SlotKind? Kind { get; } = kind;

    /// <summary>Who receives it.</summary>
    public string Receiver { get; } = receiver;

    /// <summary>What the receiver does with it.</summary>
    public AttemptOutcome Outcome { get; } = outcome;

    /// <summary>Ends when the receiver is done with it.</summary>
    public TaskCompletionSource<SendResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
