using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Ringback.Protocol.Json;

/// <summary>Strings as <c>JSON.stringify</c> writes them: raw UTF-8, and only what must be escaped is.</summary>
internal static class CanonicalString
{
    /// <summary>The length of the longest escape of one UTF-16 code unit.</summary>
    public const int LongestEscape = 6;

    private const int LongestOnStack = 256;

    /// <summary>
    /// Writes a string, with quotes, from what stands between the quotes in JSON that a parser accepted.
    /// </summary>
    public static void WriteRaw(scoped ReadOnlySpan<byte> raw, ref Utf8Output output)
    {
        if (!raw.Contains((byte)'\\') && Utf8.IsValid(raw))
        {
            output.Append((byte)'"');
            output.Append(raw);
            output.Append((byte)'"');
            return;
        }

        char[]? rented = null;
        var text = raw.Length <= LongestOnStack
            ? stackalloc char[LongestOnStack]
            : rented = ArrayPool<char>.Shared.Rent(raw.Length);
        Write(text[..Decode(raw, text)], ref output);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a string, with quotes.</summary>
    public static void Write(scoped ReadOnlySpan<char> text, ref Utf8Output output)
    {
        Span<char> escape = stackalloc char[LongestEscape];
        output.Append((byte)'"');
        while (true)
        {
            var plain = IndexOfEscaped(text);
            WritePlain(plain < 0 ? text : text[..plain], ref output);
            if (plain < 0)
            {
                break;
            }

            WritePlain(escape[..Escape(text[plain], escape)], ref output);
            text = text[(plain + 1)..];
        }

        output.Append((byte)'"');
    }

    /// <summary>The string that is written between the quotes in JSON that a parser accepted.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        var text = new char[raw.Length];
        return new string(text, 0, Decode(raw, text));
    }

    /// <summary>
    /// Resolves the escapes in what stands between the quotes. Returns the number of characters, at most that of the
    /// bytes.
    /// </summary>
    /// <remarks>A lone surrogate stays one; bytes that are not UTF-8 become U+FFFD, as they do in JavaScript.</remarks>
    public static int Decode(ReadOnlySpan<byte> raw, Span<char> text)
    {
        var written = 0;
        while (true)
        {
            var plain = raw.IndexOf((byte)'\\');
            written += Encoding.UTF8.GetChars(plain < 0 ? raw : raw[..plain], text[written..]);
            if (plain < 0)
            {
                return written;
            }

            var kind = raw[plain + 1];
            text[written++] = kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'u' => (char)ushort.Parse(
                    raw.Slice(plain + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => (char)kind,
            };
            raw = raw[(plain + (kind == 'u' ? LongestEscape : 2))..];
        }
    }

    /// <summary>The place of the first code unit that must be escaped, or -1.</summary>
    public static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsEscaped(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a code unit, which is no part of a surrogate pair, must be escaped.</summary>
    public static bool IsEscaped(int unit) => unit is < ' ' or '"' or '\\' or (>= 0xD800 and <= 0xDFFF);

    /// <summary>Writes the escape of one code unit, whether it needs one or not. Returns its length.</summary>
    public static int Escape(char unit, Span<char> escape)
    {
        var letter = unit switch
        {
            '"' or '\\' => unit,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        escape[0] = '\\';
        escape[1] = letter;
        if (letter != 'u')
        {
            return 2;
        }

        var fits = ((int)unit).TryFormat(escape[2..], out _, "x4", CultureInfo.InvariantCulture);
        Debug.Assert(fits, "an escape is six characters");
        return LongestEscape;
    }

    private static void WritePlain(scoped ReadOnlySpan<char> text, ref Utf8Output output)
    {
        var destination = output.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, destination));
    }
}
