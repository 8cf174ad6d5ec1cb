using System.Buffers;
using System.Buffers.Text;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>The query parameters that every list has: <c>max</c> and <c>cursor</c>.</summary>
internal static class PageQuery
{
    /// <summary>The items of a page when nothing is said.</summary>
    public const int DefaultMax = 100;

    /// <summary>The most items of a page.</summary>
    public const int LargestMax = 1000;

    /// <summary>
    /// A parameter, null when it is absent or empty. The last one counts: some clients add their own parameters to the
    /// link of the next page, which has them already.
    /// </summary>
    public static string? Last(HttpRequest request, string parameter) =>
        request.Query[parameter].LastOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>How many items the page has at most.</summary>
    public static int Max(HttpRequest request, List<Problem> problems)
    {
        if (Last(request, "max") is not { } text)
        {
            return DefaultMax;
        }

        // Webex clips a page size that is too large; one that is not a number above 0 is a mistake.
        if (text.Length <= 9 && int.TryParse(text, out var max) && max >= 1)
        {
            return Math.Min(max, LargestMax);
        }

        if (text.Length > 9 && text.All(char.IsAsciiDigit))
        {
            return LargestMax;
        }

        problems.Add(Problem.Of("max", $"must be a number from 1 to {LargestMax}; \"{Excerpt.Of(text)}\" came"));
        return DefaultMax;
    }

    /// <summary>The id of the last item of the page before; null for the first page.</summary>
    public static Guid? Cursor(HttpRequest request, List<Problem> problems)
    {
        if (Last(request, "cursor") is not { } text)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (text.Length == 22
            && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
            && written == bytes.Length)
        {
            return new Guid(bytes, bigEndian: true);
        }

        problems.Add(Problem.Of("cursor", "must be one that a Link header gave"));
        return null;
    }

    /// <summary>The cursor behind which the next page begins.</summary>
    public static string ToCursor(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));
}
