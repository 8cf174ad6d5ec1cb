using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;

namespace Ringback.Client;

/// <summary>Reads an answer that is an error, whether or not it has the body that errors should have.</summary>
internal static class ErrorAnswer
{
    private static readonly JsonTypeInfo<ErrorBody> TypeInfo =
        (JsonTypeInfo<ErrorBody>)RingbackJson.Options.GetTypeInfo(typeof(ErrorBody));

    /// <summary>The exception to throw.</summary>
    public static async Task<RingbackException> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(response, cancellationToken);
        IReadOnlyList<string> descriptions =
            [.. (body?.Errors ?? []).Select(error => error?.Description).OfType<string>()];
        return new RingbackException(string.IsNullOrWhiteSpace(body?.Message) ? StatusLine(response) : body.Message)
        {
            StatusCode = response.StatusCode,
            Descriptions = descriptions,
            TrackingId = body?.TrackingId ?? TrackingId(response),
            RetryAfter = RetryAfter(response),
        };
    }

    /// <summary>The answer's <c>TrackingID</c> header; null when it has none.</summary>
    public static string? TrackingId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("TrackingID", out var values) ? values.FirstOrDefault() : null;

    private static async Task<ErrorBody?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, TypeInfo, cancellationToken);
        }
        catch (JsonException)
        {
            return null;    // a gateway's page, say
        }
    }

    private static string StatusLine(HttpResponseMessage response) => string.Create(
        CultureInfo.InvariantCulture, $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.");

    // A date is compared with the answer's own: only the server's clock counts.
    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } until } when response.Headers.Date is { } now => until > now ? until - now : TimeSpan.Zero,
        _ => null,
    };
}
