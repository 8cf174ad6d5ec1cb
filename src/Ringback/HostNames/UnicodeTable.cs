using System.Globalization;
using System.Text;

namespace Ringback.HostNames;

/// <summary>
/// What the handling of host names needs to know of Unicode. It comes with the program, and not from the machine, so that a
/// name means the same host everywhere; it is read when the first name needs it.
/// </summary>
internal sealed class UnicodeTable
{
    private const string Resource = "Ringback.HostNames.unicode.txt";
    private static readonly Lazy<UnicodeTable> Whole = new(static () => new UnicodeTable());

    private readonly Dictionary<string, List<(int First, int Last, string Value)>> _ranges = [];
    private readonly Dictionary<int, string> _mapped = [];
    private readonly Dictionary<(int, int), int> _composed = [];
    private readonly Dictionary<int, (int, int)> _parts = [];

    private UnicodeTable()
    {
        using var reader = new StreamReader(typeof(UnicodeTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing."));
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
            }
            else if (!line.StartsWith('#'))
            {
                Add(section, line.Split(' '));
            }
        }
    }

    /// <summary>The table, read when it is first needed.</summary>
    public static UnicodeTable Instance => Whole.Value;

    /// <summary>Whether a code point may stand in a name as it is.</summary>
    public bool IsValid(int codePoint) => Find("status", codePoint) == "v";

    /// <summary>Whether a code point is left out of a name.</summary>
    public bool IsIgnored(int codePoint) => Find("status", codePoint) == "i";

    /// <summary>What stands in a name for a code point; null when that is nothing else.</summary>
    public string? MappingOf(int codePoint) => _mapped.GetValueOrDefault(codePoint);

    /// <summary>Whether a code point belongs to the one before it.</summary>
    public bool IsMark(int codePoint) => Find("mark", codePoint) is not null;

    /// <summary>Whether a joiner may follow a code point whatever comes after it.</summary>
    public bool IsVirama(int codePoint) => Find("virama", codePoint) is not null;

    /// <summary>How a code point joins its neighbours: <c>l</c>, <c>r</c>, <c>d</c>ual, <c>t</c>ransparent; null for not at all.</summary>
    public string? JoiningOf(int codePoint) => Find("joining", codePoint);

    /// <summary>The class of RFC 5893: L, R, A(N), E(N), M (NSM), N(eutral); null for one that no name may have.</summary>
    public string? BidiOf(int codePoint) => Find("bidi", codePoint);

    /// <summary>The place of a mark among those of one character; 0 for what is no such mark.</summary>
    public int OrderOf(int codePoint) => Find("combining", codePoint) is { } order ? int.Parse(order, CultureInfo.InvariantCulture) : 0;

    /// <summary>What two code points are together; null when they stay two.</summary>
    public int? Compose(int first, int second) => _composed.TryGetValue((first, second), out var whole) ? whole : null;

    /// <summary>The two code points that one is made of; null when it is made of one.</summary>
    public (int First, int Second)? PartsOf(int codePoint) => _parts.TryGetValue(codePoint, out var parts) ? parts : null;

    private void Add(string section, string[] fields)
    {
        switch (section)
        {
            case "mapped":
                _mapped[Hex(fields[0])] = string.Concat(fields.Skip(1).Select(field => new Rune(Hex(field)).ToString()));
                break;
            case "composed":
                _composed[(Hex(fields[0]), Hex(fields[1]))] = Hex(fields[2]);
                _parts[Hex(fields[2])] = (Hex(fields[0]), Hex(fields[1]));
                break;
            default:
                var ends = fields[0].Split('-');
                var ranges = _ranges.TryGetValue(section, out var known) ? known : _ranges[section] = [];
                ranges.Add((Hex(ends[0]), Hex(ends[^1]), string.Intern(fields[1])));
                break;
        }
    }

    private string? Find(string section, int codePoint)
    {
        var ranges = _ranges[section];
        for (var (low, high) = (0, ranges.Count - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            var (first, last, value) = ranges[middle];
            if (codePoint < first)
            {
                high = middle - 1;
            }
            else if (codePoint > last)
            {
                low = middle + 1;
            }
            else
            {
                return value;
            }
        }

        return null;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
