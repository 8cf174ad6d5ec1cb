namespace Ringback.Client;

/// <summary>Finds the next page in the <c>Link</c> header of a list (RFC 8288).</summary>
internal static class NextLink
{
    /// <summary>The address in the link whose <c>rel</c> is <c>next</c>; null when there is none.</summary>
    public static Uri? Of(HttpResponseMessage response, Uri page)
    {
        if (!response.Headers.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var link in values.SelectMany(Links))
        {
            if (IsNext(link.Parameters) && Uri.TryCreate(page, link.Address, out var next))
            {
                return next;
            }
        }

        return null;
    }

    // One header may hold several links, and an address may hold commas: only the angle brackets tell them apart.
    private static IEnumerable<(string Address, string Parameters)> Links(string header)
    {
        for (var open = header.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var close = header.IndexOf('>', open);
            if (close < 0)
            {
                yield break;
            }

            var following = header.IndexOf('<', close);
            yield return (header[(open + 1)..close], header[(close + 1)..(following < 0 ? header.Length : following)]);
            open = following;
        }
    }

    private static bool IsNext(string parameters) => parameters.Split(';', ',').Any(parameter =>
        parameter.Split('=', 2) is [var name, var value]
        && name.Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)
        && value.Trim().Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase));
}
