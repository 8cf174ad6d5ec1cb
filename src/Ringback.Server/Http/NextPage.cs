using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Ringback.Server.Http;

/// <summary>Points to the next page: exactly one absolute <c>Link</c>, on the host, scheme and port that the client used.</summary>
internal static class NextPage
{
    /// <summary>Adds a <c>Link</c> header with the URL of the next page.</summary>
    public static void Link(HttpRequest request, string cursor, int max)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value)
            .Where(pair => pair.Key is not ("cursor" or "max"))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.LastOrDefault() ?? ""))
            .Append(KeyValuePair.Create("max", max.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .Append(KeyValuePair.Create("cursor", cursor));
        var url = UriHelper.BuildAbsolute(
            request.Scheme, HostOf(request), request.PathBase, request.Path, new QueryBuilder(query).ToQueryString());
        request.HttpContext.Response.Headers.Link = $"<{url}>; rel=\"next\"";
    }

    // A client of HTTP/1.0 names no host: then it is the address that it called.
    private static HostString HostOf(HttpRequest request) =>
        request.Host.HasValue || request.HttpContext.Connection is not { LocalIpAddress: { } address, LocalPort: var port }
            ? request.Host
            : new HostString(address.ToString(), port);
}
