using System.Buffers;

namespace Ringback.Protocol.Json;

/// <summary>
/// Strict standard base64 in which the padding may be left out; the framework's own readers demand it and skip spaces.
/// </summary>
internal static class Base64Text
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 512;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>
    /// Decodes the text; false when it is not base64, is longer than <see cref="MaxLength"/> or does not fit.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        var digits = text.TrimEnd('=');
        var padding = text.Length - digits.Length;
        if (text.Length > MaxLength || digits.Length % 4 == 1 || padding > 2 || (padding > 0 && text.Length % 4 != 0)
            || digits.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        Span<char> padded = stackalloc char[MaxLength];
        digits.CopyTo(padded);
        var length = (digits.Length + 3) / 4 * 4;
        padded[digits.Length..length].Fill('=');
        return Convert.TryFromBase64Chars(padded[..length], destination, out written);
    }
}
