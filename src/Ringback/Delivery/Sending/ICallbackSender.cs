namespace Ringback.Delivery.Sending;

/// <summary>Sends a callback and says how that ended. The simulator has one of its own.</summary>
internal interface ICallbackSender
{
    /// <summary>Sends it once. What the receiver does is a result, never an exception.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="abandon"/> ended it; the receiver may have got it.</exception>
    Task<SendResult> SendAsync(Callback callback, CancellationToken abandon);
}
