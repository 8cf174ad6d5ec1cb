namespace Ringback.Microbench.Signing;

/// <summary>A way to make the two signatures of a callback.</summary>
internal interface ISigner
{
    /// <summary>The values of X-Spark-Signature and webhook-signature.</summary>
    (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body);
}
