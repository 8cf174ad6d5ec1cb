namespace Ringback.HostNames;

/// <summary>
/// Unicode's normalization form NFC, by which a letter is the same however it was typed. The framework's own does nothing
/// where the machine's tables are not used.
/// </summary>
internal static class Composition
{
    // Hangul syllables are made of their letters by arithmetic (Unicode, 3.12).
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int FirstTail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = Leads * Vowels * Tails;

    /// <summary>The code points in their composed form.</summary>
    public static List<int> Compose(IEnumerable<int> codePoints, UnicodeTable table)
    {
        var text = new List<int>();
        foreach (var codePoint in codePoints)
        {
            Decompose(codePoint, text, table);
        }

        var orders = text.ConvertAll(table.OrderOf);
        SortMarks(text, orders);
        var output = new List<int>(text.Count);
        var (starter, lastOrder) = (-1, 0);
        for (var i = 0; i < text.Count; i++)
        {
            var (codePoint, order) = (text[i], orders[i]);

            // A mark is kept from its letter by one of the same place between them, and a letter by any mark.
            var isNext = starter == output.Count - 1;
            if (starter >= 0 && (isNext || (order > 0 && lastOrder < order))
                && Compose(output[starter], codePoint, table) is { } whole)
            {
                output[starter] = whole;
                continue;
            }

            if (order == 0)
            {
                starter = output.Count;
            }

            lastOrder = order;
            output.Add(codePoint);
        }

        return output;
    }

    private static void Decompose(int codePoint, List<int> output, UnicodeTable table)
    {
        if (codePoint is >= FirstSyllable and < FirstSyllable + Syllables)
        {
            var index = codePoint - FirstSyllable;
            output.Add(FirstLead + (index / (Vowels * Tails)));
            output.Add(FirstVowel + (index % (Vowels * Tails) / Tails));
            if (index % Tails != 0)
            {
                output.Add(FirstTail + (index % Tails));
            }
        }
        else if (table.PartsOf(codePoint) is var (first, second))
        {
            Decompose(first, output, table);
            Decompose(second, output, table);
        }
        else
        {
            output.Add(codePoint);
        }
    }

    /// <summary>Brings the marks of each letter into order; those of one place stay as they were.</summary>
    private static void SortMarks(List<int> text, List<int> orders)
    {
        for (var i = 1; i < text.Count; i++)
        {
            for (var j = i; j > 0 && orders[j] > 0 && orders[j - 1] > orders[j]; j--)
            {
                (text[j - 1], text[j]) = (text[j], text[j - 1]);
                (orders[j - 1], orders[j]) = (orders[j], orders[j - 1]);
            }
        }
    }

    private static int? Compose(int first, int second, UnicodeTable table)
    {
        var (lead, vowel, tail) = (first - FirstLead, second - FirstVowel, second - FirstTail);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return FirstSyllable + (((lead * Vowels) + vowel) * Tails);
        }

        var syllable = first - FirstSyllable;
        return syllable is >= 0 and < Syllables && syllable % Tails == 0 && tail is > 0 and < Tails
            ? first + tail
            : table.Compose(first, second);
    }
}
