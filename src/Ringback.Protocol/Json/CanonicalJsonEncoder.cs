using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Ringback.Protocol.Json;

/// <summary>
/// The escaping of <see cref="CanonicalJson"/> for serializers. The framework's own encoders escape emoji, and some
/// U+2028 and others too, which <c>JSON.stringify</c> does not.
/// </summary>
public sealed unsafe class CanonicalJsonEncoder : JavaScriptEncoder
{
    private CanonicalJsonEncoder()
    {
    }

    /// <summary>The one encoder; it has no state.</summary>
    public static CanonicalJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => CanonicalString.LongestEscape;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => CanonicalString.IsEscaped(unicodeScalar);

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength) =>
        CanonicalString.IndexOfEscaped(new ReadOnlySpan<char>(text, textLength));

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> escape = stackalloc char[CanonicalString.LongestEscape];
        var length = WillEncode(unicodeScalar)
            ? CanonicalString.Escape((char)unicodeScalar, escape)
            : new Rune(unicodeScalar).EncodeToUtf16(escape);
        var fits = escape[..length].TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? length : 0;
        return fits;
    }

    /// <inheritdoc/>
    /// <remarks>Overridden because the base class puts U+FFFD in the place of a lone surrogate.</remarks>
    public override OperationStatus Encode(
        ReadOnlySpan<char> source,
        Span<char> destination,
        out int charsConsumed,
        out int charsWritten,
        bool isFinalBlock = true)
    {
        charsConsumed = 0;
        charsWritten = 0;
        Span<char> escape = stackalloc char[CanonicalString.LongestEscape];
        while (charsConsumed < source.Length)
        {
            var rest = source[charsConsumed..];
            var isPair = char.IsHighSurrogate(rest[0]) && rest.Length > 1 && char.IsLowSurrogate(rest[1]);
            if (!isFinalBlock && rest.Length == 1 && char.IsHighSurrogate(rest[0]))
            {
                return OperationStatus.NeedMoreData;
            }

            var length = isPair ? 2 : 1;
            var output = isPair || !WillEncode(rest[0])
                ? rest[..length]
                : escape[..CanonicalString.Escape(rest[0], escape)];
            if (!output.TryCopyTo(destination[charsWritten..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsConsumed += length;
            charsWritten += output.Length;
        }

        return OperationStatus.Done;
    }
}
