using System.Text.Json;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;

namespace Ringback.Server.Api;

/// <summary>What Webex's webhook object has no field for: <c>/v1/webhooks/{webhookId}/settings</c>.</summary>
internal static class WebhookSettingsApi
{
    private const long MaxBody = 4 * 1024;
    private const string InFlightLimit = "inFlightLimit";

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapWebhookSettings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks/{webhookId}/settings").RequireToken().WithTags("Webhooks");
        group.MapGet("/", Get)
            .Describe("getWebhookSettings", "Get webhook settings",
                "Shows how a webhook is served.")
            .Answers<WebhookSettings>()
            .Fails(401, 404);
        group.MapPut("/", Update)
            .Describe("updateWebhookSettings", "Update webhook settings",
                "Changes how a webhook is served.")
            .Reads(JsonBody.Json, typeof(WebhookSettings))
            .Answers<WebhookSettings>()
            .Fails(400, 401, 404, 413, 415, 503);
        return group;
    }

    private static IResult Get(string webhookId, Caller caller, WebhookRegistry webhooks) =>
        WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
        && webhooks.Get(id, caller.Principal) is { } webhook
            ? new JsonAnswer<WebhookSettings>(webhook.Settings)
            : ApiError.NotFound("webhook");

    private static async Task<IResult> Update(
        string webhookId, Caller caller, WebhookRegistry webhooks, HttpRequest request,
        CancellationToken cancellationToken)
    {
        var fields = await JsonBody.ReadFieldsAsync(request, MaxBody, cancellationToken);
        var value = fields.Value(InFlightLimit);
        var limit = 0;
        if (value.ValueKind is not JsonValueKind.Undefined
            && (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out limit)))
        {
            return ApiError.Invalid($"{InFlightLimit} must be a whole number from 1 to {WebhookSettingsChecker.MostInFlight}, or null");
        }

        return WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
            ? await webhooks.SetAsync(
                id, new WebhookSettings(value.ValueKind == JsonValueKind.Undefined ? null : limit), caller.Principal,
                cancellationToken) switch
            {
                WebhookResult.Done(var webhook) => new JsonAnswer<WebhookSettings>(webhook.Settings),
                WebhookResult.Invalid(var problems) => ApiError.Invalid(problems),
                _ => ApiError.NotFound("webhook"),
            }
            : ApiError.NotFound("webhook");
    }
}
