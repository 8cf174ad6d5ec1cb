using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Ringback.Server.Http;

/// <summary>Refuses with 406, before anything is done, a request that takes no JSON where JSON would be answered.</summary>
internal static class Accepts
{
    private static readonly MediaTypeHeaderValue Json = new(MediaType.Json);

    /// <summary>Checks <c>Accept</c> for every route that answers JSON when all is well.</summary>
    public static IApplicationBuilder UseAccepts(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.Request.Headers.Accept.Count > 0
        && ApiRoute.Covers(context)
        && AnswersJson(context.GetEndpoint())
        && !TakesJson(context.Request)
            ? ApiError.NotAcceptable().ExecuteAsync(context)
            : next(context));

    private static bool AnswersJson(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Any(answer => answer.StatusCode is >= 200 and < 300 && answer.ContentTypes.Contains(MediaType.Json))
        ?? false;

    // The most specific range that fits decides; a header that cannot be read says nothing.
    private static bool TakesJson(HttpRequest request)
    {
        var ranges = request.GetTypedHeaders().Accept;
        if (ranges.Count == 0)
        {
            return true;
        }

        var fitting = ranges.Where(Fits).ToLookup(Specificity);
        return fitting.Count > 0 && fitting.MaxBy(group => group.Key)!.Any(range => range.Quality is not 0);
    }

    private static bool Fits(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (range.Type.Equals(Json.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(Json.SubType, StringComparison.OrdinalIgnoreCase)));

    private static int Specificity(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
