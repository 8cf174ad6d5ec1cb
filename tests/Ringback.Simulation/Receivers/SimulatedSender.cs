using Ringback.Delivery.Sending;

namespace Ringback.Simulation.Receivers;

/// <summary>Takes the callbacks of one process to the simulated receivers.</summary>
internal sealed class SimulatedSender(SimulatedProcess process, ReceiverPark receivers) : ICallbackSender
{
    private readonly List<Send> _inFlight = [];
    private CancellationToken _abandon;

    /// <summary>Whether the process has abandoned what is in flight.</summary>
    public bool IsAbandoned => _abandon.IsCancellationRequested;

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        _abandon = abandon;
        var (outcome, after) = receivers.At(callback.Url).Answer();
        var send = process.Ledger.Sending(callback, outcome, process.TakenAt);
        if (send is null)
        {
            return new TaskCompletionSource<SendResult>().Task;
        }

        if (process.TakenAt is null)
        {
            process.Taken(send.Delivery.Webhook.Id, send.IsRetry, isFirst: true);
        }

        _inFlight.Add(send);
        process.Time.After(after, () => Answer(send));
        return send.Done.Task;
    }

    /// <summary>Gives up what is in flight once the engine says so, as a real sender would by the token.</summary>
    public void Abandon()
    {
        foreach (var send in _inFlight)
        {
            process.Ledger.Abandoned(send);
            send.Done.SetCanceled(_abandon);
        }

        _inFlight.Clear();
    }

    private void Answer(Send send)
    {
        if (_inFlight.Remove(send) && !process.DiesAt(CrashPoint.Answered))
        {
            process.Ledger.Answered(send);
            send.Done.SetResult(new SendResult { Outcome = send.Outcome, Address = "192.0.2.1" });
        }
    }
}
