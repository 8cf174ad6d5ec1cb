namespace Ringback.Ownership;

/// <summary>The shards: each is a fixed share of all webhooks that one node owns.</summary>
internal static class Shards
{
    /// <summary>How many shards there are; it never changes, since rows are keyed by shard.</summary>
    public const int Count = 256;

    /// <summary>The shard of a webhook: the last byte of its id, which is random in UUID versions 4 and 7.</summary>
    public static int Of(Guid webhookId)
    {
        Span<byte> bytes = stackalloc byte[16];
        webhookId.TryWriteBytes(bytes);
        return bytes[15];
    }
}
