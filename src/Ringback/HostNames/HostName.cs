using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ringback.HostNames;

/// <summary>
/// The one spelling of a host that is judged, looked up, dialled and put into requests (UTS #46, as browsers have it:
/// mapped, lower case, NFC, not transitional). It does not depend on the machine.
/// </summary>
internal static class HostName
{
    private const int MaxLabel = 63;
    private const int MaxName = 253;

    // Far more than a name has even with letters that are left out; the work grows with the square of it.
    private const int MaxWritten = 1024;
    private const string AsciiPrefix = "xn--";

    /// <summary>The canonical spelling of a host name, or why it is none. A dot at its end is dropped.</summary>
    /// <param name="host">The name as it was written, without port and user; not an IPv6 address.</param>
    /// <param name="name">In ASCII, lower case.</param>
    /// <param name="problem">What is wrong, to follow "the host name".</param>
    public static bool TryNormalize(
        string host, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? problem)
    {
        (name, problem) = (null, null);
        if (host.Length > MaxWritten)
        {
            problem = $"is longer than {MaxName} characters";
            return false;
        }

        if (!Ascii.IsValid(host) || host.Contains(AsciiPrefix, StringComparison.OrdinalIgnoreCase))
        {
            problem = TryMap(host, out var mapped);
            if (problem is not null)
            {
                return false;
            }

            name = mapped!.TrimEnd('.');
        }
        else
        {
            name = host.TrimEnd('.').ToLowerInvariant();
        }

        problem = ProblemOf(name);
        if (problem is not null)
        {
            name = null;
        }

        return problem is null;
    }

    private static string? ProblemOf(string name)
    {
        if (name.Length > MaxName)
        {
            return $"is longer than {MaxName} characters";
        }

        foreach (var label in name.Split('.'))
        {
            if (label.Length == 0)
            {
                return "has an empty part between its dots";
            }

            if (label.Length > MaxLabel)
            {
                return $"has a part of more than {MaxLabel} characters";
            }

            if (!label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            {
                return "has a character that no host name may have";
            }
        }

        return null;
    }

    private static string? TryMap(string host, out string? name)
    {
        name = null;
        var table = UnicodeTable.Instance;
        var mapped = new List<int>();
        foreach (var rune in host.EnumerateRunes())
        {
            if (table.MappingOf(rune.Value) is { } mapping)
            {
                mapped.AddRange(mapping.EnumerateRunes().Select(static part => part.Value));
            }
            else if (table.IsValid(rune.Value))
            {
                mapped.Add(rune.Value);
            }
            else if (!table.IsIgnored(rune.Value))
            {
                return "has a character that no host name may have";
            }
        }

        var labels = Split(Composition.Compose(mapped, table));
        for (var i = 0; i < labels.Count; i++)
        {
            if (Decode(labels[i]) is not { } label)
            {
                return $"has a part that begins with {AsciiPrefix} and stands for no letters";
            }

            labels[i] = label;
        }

        var isRightToLeft = labels.Exists(label => label.Exists(codePoint => table.BidiOf(codePoint) is "R" or "A"));
        if (labels.Exists(label => !LabelRules.Allow(label, isRightToLeft, table)))
        {
            return "has letters that no host name may have together";
        }

        name = string.Join('.', labels.Select(Encode));
        return null;
    }

    private static List<List<int>> Split(List<int> name)
    {
        var labels = new List<List<int>> { new() };
        foreach (var codePoint in name)
        {
            if (codePoint == '.')
            {
                labels.Add([]);
            }
            else
            {
                labels[^1].Add(codePoint);
            }
        }

        return labels;
    }

    /// <summary>A label with what it stands for when it is written in ASCII; null when it stands for nothing, or for ASCII.</summary>
    private static List<int>? Decode(List<int> label)
    {
        if (!label.Take(AsciiPrefix.Length).SequenceEqual(AsciiPrefix.Select(static letter => (int)letter)))
        {
            return label;
        }

        if (label.Exists(static codePoint => codePoint > 0x7F))
        {
            return null;
        }

        var decoded = Punycode.Decode(string.Concat(label.Skip(AsciiPrefix.Length).Select(static letter => (char)letter)));
        return decoded?.Exists(static codePoint => codePoint > 0x7F) == true ? decoded : null;
    }

    private static string Encode(List<int> label) => label.Exists(static codePoint => codePoint > 0x7F)
        ? label.Count > MaxLabel ? new string('-', MaxLabel + 1) : AsciiPrefix + Punycode.Encode(label)
        : string.Concat(label.Select(static codePoint => (char)codePoint));
}
