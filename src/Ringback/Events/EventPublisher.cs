using System.Buffers;
using System.Text.Json;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Events;

/// <summary>Publishes: validate, match in memory, one commit of the events with their deliveries, answer.</summary>
internal sealed class EventPublisher(
    WebhookCatalogue catalogue, WebhookIndex index, IEventStore store, EventHandOver handOver, TimeProvider time,
    PublishMetrics? metrics = null)
{
    // A batch that is wrong in every event is told enough of it.
    private const int MaxProblems = 100;

    private readonly EventIds _ids = new();

    /// <summary>Publishes a batch, all or none of it.</summary>
    /// <returns>The commits, in the order of the drafts, or every problem found.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was published.</exception>
    public async Task<PublishResult> PublishAsync(
        IReadOnlyList<EventDraft> drafts, Principal publisher, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        for (var i = 0; i < drafts.Count && problems.Count < MaxProblems; i++)
        {
            var wrong = Check(drafts[i], publisher);
            if (wrong.Count + drafts[i].Problems.Count > 0)
            {
                var path = drafts.Count == 1 ? "" : $"items[{i}].";
                problems.AddRange(Problem.Join(drafts[i].Problems, wrong).Select(problem => problem.In(path)));
            }
        }

        if (problems.Count > 0)
        {
            return new PublishResult.Invalid(problems);
        }

        var started = time.GetTimestamp();
        using var activity = PublishTrace.StartPublish(drafts.Count);
        var traceParent = PublishTrace.Continuation(activity);
        var commits = new EventCommit[drafts.Count];
        var matched = new List<RegisteredWebhook>();
        var output = new ArrayBufferWriter<byte>(2048);
        var now = time.GetMillisecond();
        for (var i = 0; i < drafts.Count; i++)
        {
            // Event by event: parsed, data takes many times the memory of its text.
            using var data = JsonDocument.Parse(drafts[i].Data);
            var webhookEvent = ToEvent(drafts[i], data.RootElement, publisher, now, traceParent, output);
            matched.Clear();
            index.Match(
                new EventToMatch(webhookEvent.OrgId, webhookEvent.Resource, webhookEvent.Type, webhookEvent.ActorId,
                    data.RootElement, webhookEvent.VisibleTo),
                matched);
            commits[i] = new EventCommit(webhookEvent, ToMatches(webhookEvent.Id, matched), now);
        }

        // Crash point 1: until the commit returns nothing has been promised; the publisher sends again.
        using (PublishTrace.StartCommit())
        {
            await store.CommitEventsAsync(commits, handOver, cancellationToken);
        }

        metrics?.Published(commits, time.GetElapsedTime(started));
        return new PublishResult.Published(commits);
    }

    private List<Problem> Check(EventDraft draft, Principal publisher)
    {
        var problems = new List<Problem>();
        CheckLength("id", draft.Id, FieldLimits.EventId, problems);
        if (draft.Id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            // It goes into a header of the callback, as it is.
            problems.Add(Problem.Of("id", "must be of visible ASCII characters only; allowed are those from ! to ~"));
        }

        CheckLength("actorId", draft.ActorId, FieldLimits.Reference, problems);
        CheckLength("orgId", draft.OrgId, FieldLimits.Reference, problems);
        if (draft.OrgId is not null && draft.OrgId != publisher.OrgId && !publisher.Has(AccessScopes.Administer))
        {
            problems.Add(Problem.Of(
                "orgId", $"must be the publisher's own org, or the token needs the scope {AccessScopes.Administer}"));
        }

        CheckKind(draft, problems);
        if (draft.Data.IsEmpty || draft.Data.Span[0] != '{')
        {
            problems.Add(Problem.Of("data", "must be an object with the resource's fields"));
        }

        return problems;
    }

    private void CheckKind(EventDraft draft, List<Problem> problems)
    {
        if (draft.Resource is null || catalogue.Find(draft.Resource) is not { } resource || resource.IsWildcard)
        {
            problems.Add(Problem.Of("resource", draft.Resource is null
                ? "cannot be empty"
                : $"\"{Excerpt.Of(draft.Resource)}\" does not exist; allowed are "
                    + string.Join(", ", catalogue.Resources.Where(known => !known.IsWildcard).Select(known => known.Name))));
        }
        else if (draft.Type is null || !resource.Events.Contains(draft.Type))
        {
            problems.Add(Problem.Of("type", (draft.Type is null
                ? "cannot be empty"
                : $"\"{Excerpt.Of(draft.Type)}\" is not an event of {resource.Name}")
                + $"; allowed are {string.Join(", ", resource.Events)}"));
        }
    }

    private static void CheckLength(string field, string? value, int maxLength, List<Problem> problems)
    {
        if (value is not null && (value.Length == 0 || value.Length > maxLength))
        {
            problems.Add(Problem.Of(field, $"must have 1 to {maxLength} characters; {value.Length} came"));
        }
    }

    private WebhookEvent ToEvent(
        EventDraft draft, JsonElement content, Principal publisher, DateTimeOffset now, string? traceParent,
        ArrayBufferWriter<byte> output)
    {
        var id = _ids.Next(now);
        var withheld = catalogue.Find(draft.Resource!)!.WithheldFor(draft.Type!);
        output.ResetWrittenCount();
        CanonicalJson.WriteObject(content, output, null);
        var data = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        CanonicalJson.WriteObject(content, output, withheld);
        var callbackData = output.WrittenCount == data.Length ? data : output.WrittenSpan.ToArray();
        return new WebhookEvent
        {
            Id = id,
            PublicId = draft.Id ?? WebexId.Create(WebexIdTypes.Event, id),
            HasChosenId = draft.Id is not null,
            OrgId = draft.OrgId ?? publisher.OrgId,
            Resource = draft.Resource!,
            Type = draft.Type!,
            ActorId = draft.ActorId,
            Created = draft.Created ?? now,
            HasChosenTime = draft.Created is not null,
            Data = data,
            CallbackData = callbackData,
            TraceParent = traceParent,
            VisibleTo = draft.VisibleTo,
        };
    }

    private static EventMatch[] ToMatches(Guid eventId, List<RegisteredWebhook> matched)
    {
        var matches = new EventMatch[matched.Count];
        for (var i = 0; i < matches.Length; i++)
        {
            matches[i] = new EventMatch(matched[i].Id, DeliveryIds.Of(eventId, matched[i].Id));
        }

        return matches;
    }
}
