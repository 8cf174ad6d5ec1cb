namespace Ringback.Events;

/// <summary>
/// The id of a delivery, made of its event's and its webhook's: the event's time and version, and in place of its random
/// half the two random halves mixed. One for each event and webhook, without asking for new random bits a thousand times a
/// second.
/// </summary>
internal static class DeliveryIds
{
    private const byte VariantMask = 0x3F;
    private const byte Variant = 0x80;

    /// <summary>The id, a UUID version 7 like the two it is made of.</summary>
    public static Guid Of(Guid eventId, Guid webhookId)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> webhook = stackalloc byte[16];
        eventId.TryWriteBytes(bytes, bigEndian: true, out _);
        webhookId.TryWriteBytes(webhook, bigEndian: true, out _);
        for (var i = 8; i < bytes.Length; i++)
        {
            bytes[i] ^= webhook[i];
        }

        bytes[8] = (byte)((bytes[8] & VariantMask) | Variant);
        return new Guid(bytes, bigEndian: true);
    }
}
