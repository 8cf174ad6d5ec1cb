using System.Text;

namespace Ringback.HostNames;

/// <summary>Writes a label's code points in ASCII, and reads them again (RFC 3492).</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int Least = 1;
    private const int Most = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int FirstBias = 72;
    private const int FirstCodePoint = 0x80;

    /// <summary>A label in ASCII, without the prefix; it has to have no more than a host name's length.</summary>
    public static string Encode(IReadOnlyList<int> label)
    {
        var output = new StringBuilder();
        foreach (var codePoint in label.Where(static codePoint => codePoint < FirstCodePoint))
        {
            output.Append((char)codePoint);
        }

        var plain = output.Length;
        if (plain > 0)
        {
            output.Append('-');
        }

        var (next, delta, bias) = (FirstCodePoint, 0, FirstBias);
        for (var done = plain; done < label.Count;)
        {
            var lowest = label.Where(codePoint => codePoint >= next).Min();
            delta = checked(delta + ((lowest - next) * (done + 1)));
            next = lowest;
            foreach (var codePoint in label)
            {
                if (codePoint < next)
                {
                    delta++;
                }
                else if (codePoint == next)
                {
                    WriteNumber(delta, bias, output);
                    bias = Adapt(delta, done + 1, done == plain);
                    delta = 0;
                    done++;
                }
            }

            delta++;
            next++;
        }

        return output.ToString();
    }

    /// <summary>The code points of a label without its prefix; null when it is none.</summary>
    public static List<int>? Decode(ReadOnlySpan<char> text)
    {
        var output = new List<int>();
        var hyphen = text.LastIndexOf('-');
        for (var i = 0; i < hyphen; i++)
        {
            output.Add(text[i]);
        }

        var (codePoint, index, bias) = ((long)FirstCodePoint, 0L, FirstBias);
        for (var at = hyphen + 1; at < text.Length;)
        {
            var before = index;
            long weight = 1;
            for (var k = Base; ; k += Base)
            {
                if (at >= text.Length || DigitOf(text[at++]) is not { } digit)
                {
                    return null;
                }

                index += digit * weight;
                if (index > int.MaxValue)
                {
                    return null;
                }

                var threshold = Math.Clamp(k - bias, Least, Most);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
            }

            var count = output.Count + 1;
            bias = Adapt((int)(index - before), count, before == 0);
            codePoint += index / count;
            index %= count;
            if (codePoint > int.MaxValue || !Rune.IsValid((int)codePoint))
            {
                return null;
            }

            output.Insert((int)index++, (int)codePoint);
        }

        return output;
    }

    private static void WriteNumber(int number, int bias, StringBuilder output)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, Least, Most);
            if (number < threshold)
            {
                output.Append(Digit(number));
                return;
            }

            output.Append(Digit(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - Least) * Most / 2; k += Base)
        {
            delta /= Base - Least;
        }

        return k + ((Base - Least + 1) * delta / (delta + Skew));
    }

    private static char Digit(int number) => (char)(number < 26 ? 'a' + number : '0' + number - 26);

    private static int? DigitOf(char digit) => digit switch
    {
        >= 'a' and <= 'z' => digit - 'a',
        >= '0' and <= '9' => digit - '0' + 26,
        _ => null,
    };
}
