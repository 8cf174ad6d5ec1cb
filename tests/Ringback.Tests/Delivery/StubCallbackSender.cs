using System.Net;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Sending;

namespace Ringback.Tests.Delivery;

/// <summary>Keeps callbacks in flight until a test answers them.</summary>
internal sealed class StubCallbackSender : ICallbackSender
{
    private readonly Queue<TaskCompletionSource<SendResult>> _inFlight = new();
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called with each callback as it is sent.</summary>
    public Action<Callback>? Sent { get; set; }

    /// <summary>How many callbacks were sent.</summary>
    public int Count { get; private set; }

    /// <summary>Ends when the engine abandons what is in flight; the receivers here take no notice of that.</summary>
    public Task Abandoned => _abandoned.Task;

    /// <summary>How many are in flight.</summary>
    public int InFlight => _inFlight.Count;

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        Count++;
        abandon.Register(() => _abandoned.TrySetResult());
        Sent?.Invoke(callback);
        var answer = new TaskCompletionSource<SendResult>();
        _inFlight.Enqueue(answer);
        return answer.Task;
    }

    /// <summary>Answers the callback that has been in flight for the longest time.</summary>
    public void Answer(int status) => End(status < 300
        ? new AttemptOutcome.Delivered((HttpStatusCode)status)
        : new AttemptOutcome.Rejected((HttpStatusCode)status, null));

    /// <summary>Lets the callback that has been in flight for the longest time run out of time.</summary>
    public void TimeOut() => End(new AttemptOutcome.TimedOut(TimeSpan.FromSeconds(15)));

    /// <summary>Ends the callback that has been in flight for the longest time by a fault of our own.</summary>
    public void Fail(OwnFault fault) => End(new AttemptOutcome.OwnFailure(fault));

    private void End(AttemptOutcome outcome) => _inFlight.Dequeue().SetResult(new SendResult { Outcome = outcome });
}
