using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ringback.HostNames;

/// <summary>
/// The URL of a target as it is called: what its owner wrote, with the host in its one canonical spelling. Path, query and
/// everything else stay as they are.
/// </summary>
internal static class TargetUrl
{
    /// <summary>The URL of a target, or why it is none.</summary>
    /// <param name="text">The URL as its owner wrote it.</param>
    /// <param name="url">Absolute, http or https, with a host in ASCII.</param>
    /// <param name="problem">A reason to follow the name of the field, as "must be …"; null for a URL.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? problem)
    {
        url = null;
        var (before, host, after) = Split(text);
        if (host.Length > 0 && !Ascii.IsValid(host))
        {
            // Before the framework sees it, which takes letters out of a host and writes others in ASCII as they are.
            if (!HostName.TryNormalize(host, out var name, out var reason))
            {
                problem = $"cannot be called: the host name {reason}";
                return false;
            }

            text = before + name + after;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps)
            || parsed.Host.Length == 0)
        {
            problem = "must be an absolute http or https URL";
            return false;
        }

        problem = Canonicalize(parsed, out url);
        return problem is null;
    }

    private static string? Canonicalize(Uri parsed, out Uri? url)
    {
        url = parsed;
        if (parsed.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            if (parsed.IdnHost.Contains('%', StringComparison.Ordinal))
            {
                url = null;
                return "cannot be called: a zone means something on one machine only";
            }

            return null;
        }

        if (!HostName.TryNormalize(parsed.Host, out var name, out var reason))
        {
            url = null;
            return $"cannot be called: the host name {reason}";
        }

        if (name != parsed.Host)
        {
            var (before, host, after) = Split(parsed.OriginalString);
            if (host.Length == 0 || !Uri.TryCreate(before + name + after, UriKind.Absolute, out url))
            {
                url = null;
                return "must be an absolute http or https URL";
            }
        }

        return null;
    }

    /// <summary>Cuts a URL in three, around its host; the host is empty where none can be told, or it is in brackets.</summary>
    private static (string Before, string Host, string After) Split(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return (text, "", "");
        }

        var start = scheme + 3;
        var end = text.AsSpan(start).IndexOfAny("/?#\\");
        end = end < 0 ? text.Length : start + end;
        var from = start + text.AsSpan(start, end - start).LastIndexOf('@') + 1;
        if (from < end && text[from] == '[')
        {
            return (text, "", "");
        }

        var colon = text.IndexOf(':', from, end - from);
        var to = colon < 0 ? end : colon;
        return (text[..from], text[from..to], text[to..]);
    }
}
