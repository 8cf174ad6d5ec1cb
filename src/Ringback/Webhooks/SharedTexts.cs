namespace Ringback.Webhooks;

/// <summary>
/// Gives equal texts as one string: those of a million webhooks that few people registered take most of their memory
/// otherwise. Not thread-safe.
/// </summary>
internal sealed class SharedTexts
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The string that first came with this text.</summary>
    public string Share(string text)
    {
        if (_texts.TryGetValue(text, out var shared))
        {
            return shared;
        }

        _texts.Add(text);
        return text;
    }
}
