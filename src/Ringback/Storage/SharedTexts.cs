using System.Text;

namespace Ringback.Storage;

/// <summary>
/// Gives equal texts as one string: a million webhooks name few resources, orgs, people and apps, and would take most of
/// their memory for them. Not thread-safe.
/// </summary>
internal sealed class SharedTexts
{
    private const int UsualLength = 256;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The string that first came with this text.</summary>
    public string Share(ReadOnlySpan<char> text)
    {
        var known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out var shared))
        {
            shared = text.ToString();
            _texts.Add(shared);
        }

        return shared;
    }

    /// <summary>The same for a string, which is kept itself when it is the first.</summary>
    public string Share(string text)
    {
        if (!_texts.TryGetValue(text, out var shared))
        {
            _texts.Add(shared = text);
        }

        return shared;
    }

    /// <summary>The same for UTF-8; it makes a string of it only when it has to.</summary>
    public string Share(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[UsualLength];
        return utf8.Length <= UsualLength
            ? Share(chars[..Encoding.UTF8.GetChars(utf8, chars)])
            : Share(Encoding.UTF8.GetString(utf8));
    }
}
