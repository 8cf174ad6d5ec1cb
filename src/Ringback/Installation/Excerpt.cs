namespace Ringback.Installation;

/// <summary>What came, as an error text quotes it: as much as a reader wants to see.</summary>
internal static class Excerpt
{
    private const int Longest = 100;

    /// <summary>The text, or its beginning with an ellipsis: never half of a surrogate pair, which is not text.</summary>
    public static string Of(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}
