using Ringback.Delivery.Callbacks;

namespace Ringback.Microbench.Signing;

/// <summary>What the server does.</summary>
internal sealed class TodaySigner(CallbackSigner signer, CallbackTarget target) : ISigner
{
    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
        => signer.Sign(target, id, sentAt, body)!.Value;
}
