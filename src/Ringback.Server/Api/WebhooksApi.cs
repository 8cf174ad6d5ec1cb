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
    private const int MaxBody = 64 * 1024;

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapGet("/", List)
            .Describe("listWebhooks", "List webhooks",
                "Lists the caller's webhooks, newest first, a page at a time.")
            .PageQueries(PageQuery.DefaultMax, PageQuery.LargestMax)
            .WordQuery("ownedBy", "Only those of one owner; org needs the role admin.", static _ => ["creator", "org"])
            .Answers<WebhookList>()
            .Fails(400, 401, 403, 503);
        group.MapPost("/", Create)
            .Describe("createWebhook", "Create a webhook",
                "Creates a webhook.")
            .Reads<CreateWebhookRequest>(MaxBody)
            .Answers<Webhook>()
            .Fails(400, 401, 403, 408, 409, 413, 415, 503);
        group.MapGet("/{webhookId}", Get)
            .Describe("getWebhookDetails", "Get webhook details",
                "Shows a webhook.")
            .Answers<Webhook>()
            .Fails(401, 404);
        group.MapPut("/{webhookId}", Update)
            .Describe("updateWebhook", "Update a webhook",
                "Changes a webhook; a field that is left out stays as it is.")
            .Reads<UpdateWebhookRequest>(MaxBody)
            .Answers<Webhook>()
            .Fails(400, 401, 403, 404, 408, 409, 413, 415, 503);
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
        var problems = new List<Problem>();
        var max = PageQuery.Max(request, problems);
        var ownedBy = OwnedBy(PageQuery.Last(request, "ownedBy"), problems);
        var before = PageQuery.Cursor(request, problems);
        if (problems.Count > 0)
        {
            return ApiError.Invalid(problems);
        }

        if (ownedBy is { } owner && WebhookAccess.RoleProblem(owner, caller.Principal) is { } problem)
        {
            return ApiError.Forbidden(problem);
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
        Caller caller, Body<CreateWebhookRequest> body, WebhookRegistry webhooks, CancellationToken cancellationToken) =>
        Answer(await webhooks.CreateAsync(
            new WebhookDraft
            {
                Name = body.Value.Name,
                TargetUrl = body.Value.TargetUrl,
                Resource = body.Value.Resource,
                Event = body.Value.Event,
                Filter = body.Value.Filter,
                Secret = body.Value.Secret,
                Status = body.Value.Status,
                OwnedBy = body.Value.OwnedBy,
                Problems = body.Problems,
            },
            caller.Principal, cancellationToken));

    private static IResult Get(string webhookId, Caller caller, WebhookRegistry webhooks) =>
        WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
        && webhooks.Get(id, caller.Principal) is { } webhook
            ? Answer(new WebhookResult.Done(webhook))
            : Answer(new WebhookResult.NotFound());

    /// <summary>What else a body has is not looked at, whatever its type: a whole webhook can be sent back.</summary>
    private static async Task<IResult> Update(
        string webhookId, Caller caller, Body<UpdateWebhookRequest> body, WebhookRegistry webhooks,
        CancellationToken cancellationToken)
    {
        if (!WebexId.TryParse(webhookId, WebexIdTypes.Webhook, out var id)
            || webhooks.Get(id, caller.Principal) is null)
        {
            return Answer(new WebhookResult.NotFound());
        }

        var draft = new WebhookDraft
        {
            Name = body.Value.Name,
            TargetUrl = body.Value.TargetUrl,
            Secret = body.Value.Secret,
            Status = body.Value.Status,
            OwnedBy = body.Value.OwnedBy,
            Problems = body.Problems,
        };
        return Answer(await webhooks.UpdateAsync(id, draft, caller.Principal, cancellationToken));
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

    private static WebhookOwner? OwnedBy(string? text, List<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        var owner = WebhookWords.ToOwner(text);
        if (owner is null)
        {
            problems.Add(Problem.Of("ownedBy", $"must be creator or org; \"{Excerpt.Of(text)}\" came"));
        }

        return owner;
    }
}
