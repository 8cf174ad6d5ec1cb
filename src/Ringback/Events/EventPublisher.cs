using System.Buffers;
using System.Text.Json;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Events;

/// <summary>Publishes: validate, match in memory, one commit of the events with their deliveries, answer.</summary>
internal sealed class EventPublisher(
    WebhookCatalogue catalogue, WebhookIndex index, IEventStore store, EventHandOver handOver, TimeProvider time,
    PublishMetrics? metrics = null)
{
    private const int MaxId = 200;
    private const int MaxReference = 512;

    private readonly EventIds _ids = new();

    /// <summary>Publishes a batch, all or none of it.</summary>
    /// <returns>The commits, in the order of the drafts, or every problem found.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was published.</exception>
    public async Task<PublishResult> PublishAsync(
        IReadOnlyList<EventDraft> drafts, Principal publisher, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        for (var i = 0; i < drafts.Count; i++)
        {
            var before = problems.Count;
            Check(drafts[i], publisher, drafts.Count == 1 ? "" : $"items[{i}].", problems);
            if (drafts[i].Problems.Count > 0)
            {
                AddFirst(drafts[i].Problems, problems, before);
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
            var webhookEvent = ToEvent(drafts[i], publisher, now, traceParent, output);
            matched.Clear();
            index.Match(
                new EventToMatch(webhookEvent.OrgId, webhookEvent.Resource, webhookEvent.Type, webhookEvent.ActorId,
                    drafts[i].Data, webhookEvent.VisibleTo),
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

    private void Check(EventDraft draft, Principal publisher, string path, List<string> problems)
    {
        CheckLength($"{path}id", draft.Id, MaxId, problems);
        if (draft.Id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            // It goes into a header of the callback, as it is.
            problems.Add($"{path}id must be of visible ASCII characters only; allowed are those from ! to ~");
        }

        CheckLength($"{path}actorId", draft.ActorId, MaxReference, problems);
        CheckLength($"{path}orgId", draft.OrgId, MaxReference, problems);
        if (draft.OrgId is not null && draft.OrgId != publisher.OrgId && !publisher.Has(AccessScopes.Administer))
        {
            problems.Add($"{path}orgId must be the publisher's own org, or the token needs the scope {AccessScopes.Administer}");
        }

        if (draft.Resource is null || catalogue.Find(draft.Resource) is not { } resource || resource.IsWildcard)
        {
            problems.Add(draft.Resource is null
                ? $"{path}resource cannot be empty"
                : $"{path}resource \"{Excerpt.Of(draft.Resource)}\" does not exist; allowed are "
                    + string.Join(", ", catalogue.Resources.Where(known => !known.IsWildcard).Select(known => known.Name)));
        }
        else if (draft.Type is null || !resource.Events.Contains(draft.Type))
        {
            problems.Add((draft.Type is null
                ? $"{path}type cannot be empty"
                : $"{path}type \"{Excerpt.Of(draft.Type)}\" is not an event of {resource.Name}")
                + $"; allowed are {string.Join(", ", resource.Events)}");
        }

        if (draft.Data.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{path}data must be an object with the resource's fields");
        }
    }

    /// <summary>Puts the problems of reading before those of the fields that could be read.</summary>
    private static void AddFirst(IReadOnlyList<string> ofReading, List<string> problems, int index)
    {
        // A field of a wrong type was read as absent: one sentence about it is enough.
        var wrongType = ofReading.Select(FieldOf).ToHashSet();
        problems.RemoveAll(problem => wrongType.Contains(FieldOf(problem)));
        problems.InsertRange(index, ofReading);

        static string FieldOf(string problem) => problem[..problem.IndexOf(' ', StringComparison.Ordinal)];
    }

    private static void CheckLength(string field, string? value, int maxLength, List<string> problems)
    {
        if (value is not null && (value.Length == 0 || value.Length > maxLength))
        {
            problems.Add($"{field} must have 1 to {maxLength} characters; {value.Length} came");
        }
    }

    private WebhookEvent ToEvent(
        EventDraft draft, Principal publisher, DateTimeOffset now, string? traceParent,
        ArrayBufferWriter<byte> output)
    {
        var id = _ids.Next(now);
        var withheld = catalogue.Find(draft.Resource!)!.WithheldFor(draft.Type!);
        output.ResetWrittenCount();
        CanonicalJson.WriteObject(draft.Data, output, null);
        var data = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        CanonicalJson.WriteObject(draft.Data, output, withheld);
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
