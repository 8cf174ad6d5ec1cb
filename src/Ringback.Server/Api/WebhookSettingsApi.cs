using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;
using Ringback.Webhooks.Registry;

namespace Ringback.Server.Api;

/// <summary>What Webex's webhook object has no field for: <c>/v1/webhooks/{webhookId}/settings</c>.</summary>
internal static class WebhookSettingsApi
{
    private const int MaxBody = 4 * 1024;

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapWebhookSettings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks/{webhookId}/settings").WithTags("Webhooks");
        group.MapGet("/", Get)
            .Describe("getWebhookSettings", "Get webhook settings",
                "Shows how a webhook is served.")
            .Answers<WebhookSettings>()
            .Fails(401, 404);
        group.MapPut("/", Update)
            .Describe("updateWebhookSettings", "Update webhook settings",
                "Changes how a webhook is served.")
            .Reads<WebhookSettings>(MaxBody)
            .Answers<WebhookSettings>()
            .Fails(400, 401, 404, 408, 413, 415, 503);
        return group;
    }

    private static IResult Get(string webhookId, Caller caller, WebhookRegistry webhooks) =>
        WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
        && webhooks.Get(id, caller.Principal) is { } webhook
            ? new JsonAnswer<WebhookSettings>(webhook.Settings)
            : ApiError.NotFound("webhook");

    private static async Task<IResult> Update(
        string webhookId, Caller caller, Body<WebhookSettings> body, WebhookRegistry webhooks, CancellationToken cancellationToken)
    {
        if (body.Problems.Count > 0)
        {
            return ApiError.Invalid(body.Problems);
        }

        return WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
            ? await webhooks.SetAsync(id, body.Value, caller.Principal, cancellationToken) switch
            {
                WebhookResult.Done(var webhook) => new JsonAnswer<WebhookSettings>(webhook.Settings),
                WebhookResult.Invalid(var problems) => ApiError.Invalid(problems),
                _ => ApiError.NotFound("webhook"),
            }
            : ApiError.NotFound("webhook");
    }
}
