using Ringback.Delivery.Callbacks;

namespace Ringback.Microbench.Signing;

/// <summary>What the server does.</summary>
internal sealed class TodaySigner(CallbackTarget target) : ISigner
{
    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
        => CallbackSigner.Sign(target, id, sentAt, body)!.Value;
}
