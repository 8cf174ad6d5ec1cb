using System.Globalization;
using System.Text.Unicode;

namespace Ringback.Microbench.Signing;

/// <summary>What goes into the Standard Webhooks signature before the body, and how both hashes are written.</summary>
internal static class SignatureText
{
    public const int LongestPrefix = 256;

    public static int WritePrefix(Span<byte> prefix, string id, long sentAt)
        => Utf8.TryWrite(prefix, CultureInfo.InvariantCulture, $"{id}.{sentAt}.", out var length)
            ? length
            : throw new ArgumentException("The id is too long.", nameof(id));

    public static (string Spark, string Standard) Of(ReadOnlySpan<byte> spark, ReadOnlySpan<byte> standard)
    {
        Span<char> text = stackalloc char[3 + 44];
        "v1,".CopyTo(text);
        Convert.TryToBase64Chars(standard, text[3..], out _);
        return (Convert.ToHexStringLower(spark), text.ToString());
    }
}
