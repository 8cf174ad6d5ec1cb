using System.Globalization;

namespace Ringback.Protocol.Json;

/// <summary>Numbers as ECMAScript's <c>Number::toString</c> writes the double that they stand for.</summary>
internal static class CanonicalNumber
{
    private const long LargestExactInteger = 1L << 53;
    private const int DigitsThatAreKept = 15;
    private const int LongestPlainNumber = 21;
    private const int MostLeadingZeros = 6;
    private const int BufferLength = 32;
    private const string SeventeenDigits = "E16";

    /// <summary>
    /// Whether a number that was read from JSON is still the same when it is written: an integer to its last digit, anything else
    /// unless it is too large. A fraction may become the nearest one that a double has.
    /// </summary>
    public static bool IsKept(ReadOnlySpan<byte> raw)
    {
        var digits = raw[0] == '-' ? raw[1..] : raw;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return double.IsFinite(Parse(raw));
        }

        if (digits.Length <= DigitsThatAreKept)
        {
            return true;
        }

        // Written out, it has the digits of the shortest text of its double, and zeros.
        var value = Parse(digits);
        Span<byte> buffer = stackalloc byte[BufferLength];
        return double.IsFinite(value)
            && ShortestDigits(value, buffer, out var point) is var kept
            && point == digits.Length
            && digits.StartsWith(kept)
            && !digits[kept.Length..].ContainsAnyExcept((byte)'0');
    }

    /// <summary>Writes a number that was read from JSON.</summary>
    public static void Write(scoped ReadOnlySpan<byte> raw, ref Utf8Output output)
    {
        if (long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            && integer is not 0 and >= -LargestExactInteger and <= LargestExactInteger)
        {
            output.Append(raw);
            return;
        }

        Write(Parse(raw), ref output);
    }

    private static double Parse(ReadOnlySpan<byte> text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Write(double value, ref Utf8Output output)
    {
        if (!double.IsFinite(value))
        {
            output.Append("null"u8);
            return;
        }

        if (value == 0)
        {
            output.Append((byte)'0');
            return;
        }

        if (value < 0)
        {
            output.Append((byte)'-');
        }

        Span<byte> digits = stackalloc byte[BufferLength];
        WriteDigits(ShortestDigits(Math.Abs(value), digits, out var point), point, ref output);
    }

    /// <summary>
    /// The fewest digits that read back as the value, which is <c>0.DIGITS × 10^point</c>; they are put into the
    /// buffer.
    /// </summary>
    private static ReadOnlySpan<byte> ShortestDigits(double value, Span<byte> buffer, out int point)
    {
        Span<byte> formatted = stackalloc byte[BufferLength];
        value.TryFormat(formatted, out var length, provider: CultureInfo.InvariantCulture);
        if (double.IsPow2(value) && Parse(formatted[..length]) != value)
        {
            // Of all doubles .NET writes two powers of two, 2^-25 and 2^-957, with a digit too few.
            value.TryFormat(formatted, out length, SeventeenDigits, CultureInfo.InvariantCulture);
        }

        ReadOnlySpan<byte> text = formatted[..length];

        var mark = text.IndexOf((byte)'E');
        var exponent = mark < 0
            ? 0
            : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var dot = mantissa.IndexOf((byte)'.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var fraction = dot < 0 ? default : mantissa[(dot + 1)..];

        whole.CopyTo(buffer);
        fraction.CopyTo(buffer[whole.Length..]);
        ReadOnlySpan<byte> digits = buffer[..(whole.Length + fraction.Length)];
        var withoutLeading = digits.TrimStart((byte)'0');
        point = whole.Length + exponent - (digits.Length - withoutLeading.Length);
        return withoutLeading.TrimEnd((byte)'0');
    }

    private static void WriteDigits(scoped ReadOnlySpan<byte> digits, int point, ref Utf8Output output)
    {
        if (point > LongestPlainNumber || point <= -MostLeadingZeros)
        {
            WriteWithExponent(digits, point - 1, ref output);
        }
        else if (point <= 0)
        {
            output.Append("0."u8);
            WriteZeros(-point, ref output);
            output.Append(digits);
        }
        else if (point >= digits.Length)
        {
            output.Append(digits);
            WriteZeros(point - digits.Length, ref output);
        }
        else
        {
            output.Append(digits[..point]);
            output.Append((byte)'.');
            output.Append(digits[point..]);
        }
    }

    private static void WriteWithExponent(scoped ReadOnlySpan<byte> digits, int exponent, ref Utf8Output output)
    {
        output.Append(digits[0]);
        if (digits.Length > 1)
        {
            output.Append((byte)'.');
            output.Append(digits[1..]);
        }

        output.Append(exponent < 0 ? "e-"u8 : "e+"u8);
        var digitsOfExponent = output.Reserve(BufferLength);
        Math.Abs(exponent).TryFormat(digitsOfExponent, out var length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    private static void WriteZeros(int count, ref Utf8Output output)
    {
        output.Reserve(count)[..count].Fill((byte)'0');
        output.Advance(count);
    }
}
