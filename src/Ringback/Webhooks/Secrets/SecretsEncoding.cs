using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Webhooks.Secrets;

/// <summary>
/// Secrets as bytes, before they are encrypted: the number of this form, when they were made, until when the one before
/// signs, the length of the current one, both in UTF-8. Read a million times at a start, so it is no JSON.
/// </summary>
internal static class SecretsEncoding
{
    private const byte Form = 1;
    private const int Head = 1 + sizeof(long) + sizeof(long) + sizeof(int);
    private const long None = long.MinValue;

    /// <summary>Writes secrets as the bytes that are encrypted.</summary>
    public static byte[] ToBytes(SigningSecrets secrets)
    {
        var current = Encoding.UTF8.GetByteCount(secrets.Current);
        var bytes = new byte[Head + current + Encoding.UTF8.GetByteCount(secrets.Previous ?? "")];
        var rest = bytes.AsSpan();
        rest[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(rest[1..], secrets.MadeAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(
            rest[9..], secrets.Previous is null ? None : secrets.PreviousUntil.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32BigEndian(rest[17..], current);
        Encoding.UTF8.GetBytes(secrets.Current, rest[Head..]);
        Encoding.UTF8.GetBytes(secrets.Previous ?? "", rest[(Head + current)..]);
        return bytes;
    }

    /// <summary>Reads secrets from decrypted bytes.</summary>
    /// <exception cref="CryptographicException">They are in a form that this program does not know.</exception>
    public static SigningSecrets FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head || bytes[0] != Form
            || BinaryPrimitives.ReadInt32BigEndian(bytes[17..]) is var current && (current < 0 || current > bytes.Length - Head))
        {
            throw new CryptographicException("Secrets are in a form that is not known.");
        }

        var until = BinaryPrimitives.ReadInt64BigEndian(bytes[9..]);
        var secrets = new SigningSecrets(
            Encoding.UTF8.GetString(bytes.Slice(Head, current)),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[1..])));
        return until == None
            ? secrets
            : secrets with
            {
                Previous = Encoding.UTF8.GetString(bytes[(Head + current)..]),
                PreviousUntil = DateTimeOffset.FromUnixTimeMilliseconds(until),
            };
    }
}
