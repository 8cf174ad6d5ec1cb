namespace Ringback.HostNames;

/// <summary>Which letters may stand together between two dots of a host name (UTS #46, 4.1; RFC 5892; RFC 5893).</summary>
internal static class LabelRules
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Whether a label, mapped or decoded, may stand in a name.</summary>
    /// <param name="label">The code points of the label.</param>
    /// <param name="isRightToLeft">Whether any label of the name has letters that are written from right to left.</param>
    /// <param name="table">What is known of Unicode.</param>
    public static bool Allow(List<int> label, bool isRightToLeft, UnicodeTable table) =>
        label.Count == 0
        || (label.TrueForAll(table.IsValid)
            && !table.IsMark(label[0])
            && !label.Take(4).SequenceEqual([(int)'x', 'n', '-', '-'])
            && Composition.Compose(label, table).SequenceEqual(label)
            && HasRightJoiners(label, table)
            && (!isRightToLeft || HasOneDirection(label, table)));

    private static bool HasRightJoiners(List<int> label, UnicodeTable table)
    {
        for (var i = 0; i < label.Count; i++)
        {
            if (label[i] is not (NonJoiner or Joiner) || (i > 0 && table.IsVirama(label[i - 1])))
            {
                continue;
            }

            if (label[i] == Joiner
                || Neighbour(label, i, -1, table) is not ("l" or "d") || Neighbour(label, i, 1, table) is not ("r" or "d"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How the next letter joins, past marks that joining does not see.</summary>
    private static string? Neighbour(List<int> label, int from, int step, UnicodeTable table)
    {
        var i = from + step;
        while (i >= 0 && i < label.Count && table.JoiningOf(label[i]) == "t")
        {
            i += step;
        }

        return i >= 0 && i < label.Count ? table.JoiningOf(label[i]) : null;
    }

    private static bool HasOneDirection(List<int> label, UnicodeTable table)
    {
        var classes = label.ConvertAll(table.BidiOf);
        var last = classes.FindLast(static one => one != "M");
        return classes[0] switch
        {
            "R" => classes.TrueForAll(static one => one is "R" or "A" or "E" or "M" or "N")
                && last is "R" or "A" or "E"
                && !(classes.Contains("E") && classes.Contains("A")),
            "L" => classes.TrueForAll(static one => one is "L" or "E" or "M" or "N") && last is "L" or "E",
            _ => false,
        };
    }
}
