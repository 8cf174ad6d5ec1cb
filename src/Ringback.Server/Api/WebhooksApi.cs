using Ringback.Installation;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;

namespace Ringback.Server.Api;

/// <summary>The five operations of the contract, at <c>/v1/webhooks</c> and <c>/webhooks</c>.</summary>
internal static class WebhooksApi
{
    private const long MaxBody = 64 * 1024;

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").RequireToken().WithTags("Webhooks");
        group.MapGet("/", List)
            .Describe("listWebhooks", "List webhooks",
                "Lists the caller's webhooks, newest first, a page at a time.")
            .PageQueries(PageQuery.DefaultMax, PageQuery.LargestMax)
            .Query("ownedBy", "creator or org; org needs the role admin.")
            .Answers<WebhookList>()
            .Fails(400, 401, 403, 503);
        group.MapPost("/", Create)
            .Describe("createWebhook", "Create a webhook",
                "Creates a webhook.")
            .Reads(JsonBody.Json, typeof(CreateWebhookRequest))
            .Answers<Webhook>()
            .Fails(400, 401, 403, 409, 413, 415, 503);
        group.MapGet("/{webhookId}", Get)
            .Describe("getWebhookDetails", "Get webhook details",
                "Shows a webhook.")
            .Answers<Webhook>()
            .Fails(401, 404);
        group.MapPut("/{webhookId}", Update)
            .Describe("updateWebhook", "Update a webhook",
                "Changes a webhook; a field that is left out stays as it is.")
            .Reads(JsonBody.Json, typeof(UpdateWebhookRequest))
            .Answers<Webhook>()
            .Fails(400, 401, 403, 404, 409, 413, 415, 503);
        group.MapDelete("/{webhookId}", Delete)
            .Describe("deleteWebhook", "Delete a webhook",
                "Deletes a webhook, with its deliveries that are not over.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(401, 404, 503);
        return group;
    }

    private static async Task<IResult> List(
        Caller caller, WebhookRegistry webhooks, HttpRequest request, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var max = PageQuery.Max(request, problems);
        var ownedBy = OwnedBy(PageQuery.Last(request, "ownedBy"), problems);
        var before = PageQuery.Cursor(request, problems);
        if (problems.Count > 0)
        {
            return ApiError.Invalid(problems);
        }

        if (ownedBy == WebhookOwner.Org && !caller.Principal.IsAdmin)
        {
            return ApiError.Forbidden("ownedBy org needs the role admin");
        }

        var page = await webhooks.ListAsync(caller.Principal, ownedBy, before, max, cancellationToken);
        if (page.Next is { } next)
        {
            NextPage.Link(request, PageQuery.ToCursor(next), max);
        }

        return new JsonAnswer<WebhookList>(
            new WebhookList([.. page.Items.Select(ToWire)]));
    }

    private static async Task<IResult> Create(
        Caller caller, WebhookRegistry webhooks, HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = await JsonBody.ReadFieldsAsync(request, MaxBody, cancellationToken);
        var draft = Change(fields) with
        {
            Resource = fields.Text("resource"),
            Event = fields.Text("event"),
            Filter = fields.Text("filter"),
        };
        return Answer(await webhooks.CreateAsync(draft, caller.Principal, cancellationToken));
    }

    private static IResult Get(string webhookId, Caller caller, WebhookRegistry webhooks) =>
        WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
        && webhooks.Get(id, caller.Principal) is { } webhook
            ? Answer(new WebhookResult.Done(webhook))
            : Answer(new WebhookResult.NotFound());

    private static async Task<IResult> Update(
        string webhookId, Caller caller, WebhookRegistry webhooks, HttpRequest request,
        CancellationToken cancellationToken)
    {
        var fields = await JsonBody.ReadFieldsAsync(request, MaxBody, cancellationToken);
        if (!WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
            || webhooks.Get(id, caller.Principal) is null)
        {
            return Answer(new WebhookResult.NotFound());
        }

        return Answer(await webhooks.UpdateAsync(id, Change(fields), caller.Principal, cancellationToken));
    }

    private static async Task<IResult> Delete(
        string webhookId, Caller caller, WebhookRegistry webhooks, CancellationToken cancellationToken) =>
        WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
        && await webhooks.DeleteAsync(id, caller.Principal, cancellationToken)
            ? TypedResults.NoContent()
            : Answer(new WebhookResult.NotFound());

    private static IResult Answer(WebhookResult result) => result switch
    {
        WebhookResult.Done(var webhook) => new JsonAnswer<Webhook>(ToWire(webhook)),
        WebhookResult.Invalid(var problems) => ApiError.Invalid(problems),
        WebhookResult.Forbidden(var reason) => ApiError.Forbidden(reason),
        WebhookResult.Conflict(var reason) => ApiError.Conflict(reason),
        WebhookResult.NotFound => ApiError.NotFound("webhook"),
        _ => throw new InvalidOperationException("A result without an answer."),
    };

    /// <summary>What can be changed. The rest of a body is not looked at: any of it is ignored, whatever its type.</summary>
    private static WebhookDraft Change(JsonFields fields) => new()
    {
        Name = fields.Text("name"),
        TargetUrl = fields.Text("targetUrl"),
        Secret = fields.Text("secret"),
        Status = fields.Text("status"),
        OwnedBy = fields.Text("ownedBy"),
        Problems = fields.Problems,
    };

    private static Webhook ToWire(RegisteredWebhook webhook) => new()
    {
        Id = WebexId.Create(WebexIdTypes.Webhook, webhook.Id),
        Name = webhook.Name,
        TargetUrl = webhook.TargetUrl,
        Resource = webhook.Resource,
        Event = webhook.Event,
        Filter = webhook.Filter.Text,
        Secret = webhook.Secrets?.Current,
        OrgId = webhook.OrgId,
        CreatedBy = webhook.CreatedBy,
        AppId = webhook.AppId,
        OwnedBy = webhook.OwnedBy.ToWord(),
        Status = webhook.Status.ToWord(),
        Created = webhook.Created,
    };

    private static WebhookOwner? OwnedBy(string? text, List<string> problems)
    {
        if (text is null)
        {
            return null;
        }

        var owner = WebhookWords.ToOwner(text);
        if (owner is null)
        {
            problems.Add($"ownedBy must be creator or org; \"{Excerpt.Of(text)}\" came");
        }

        return owner;
    }
}
