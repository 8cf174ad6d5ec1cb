using Ringback.Installation;

namespace Ringback.Events;

/// <summary>Finds out whether what was published under a used id is the event that it was used for.</summary>
internal sealed class UsedIds(IEventLog events)
{
    /// <summary>
    /// What is wrong with an event whose id was used: its fields that differ from the first one's. Null when it is the same event
    /// once more, and when that cannot be told any more.
    /// </summary>
    public async Task<Problem?> FindDifferenceAsync(EventCommit duplicate, CancellationToken cancellationToken)
    {
        var came = duplicate.Event;
        WebhookEvent? first;
        try
        {
            first = await events.FindChosenAsync(came.OrgId, came.PublicId, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // What else the request carried is committed, and must not be sent again under new ids.
            return null;
        }

        if (first is null)
        {
            return null;
        }

        var fields = string.Join(", ", Differences(first, came));
        return fields.Length == 0
            ? null
            : Problem.Of("id", $"\"{came.PublicId}\" was used for another event, which differs in {fields}");
    }

    private static IEnumerable<string> Differences(WebhookEvent first, WebhookEvent second)
    {
        if (first.Resource != second.Resource)
        {
            yield return "resource";
        }

        if (first.Type != second.Type)
        {
            yield return "type";
        }

        if (first.ActorId != second.ActorId)
        {
            yield return "actorId";
        }

        // Without a time of the publisher's own it is the time of each publish.
        if (second.HasChosenTime && first.Created.ToUnixTimeMilliseconds() != second.Created.ToUnixTimeMilliseconds())
        {
            yield return "created";
        }

        if (!first.Data.AsSpan().SequenceEqual(second.Data))
        {
            yield return "data";
        }

        if (!(first.VisibleTo ?? []).SequenceEqual(second.VisibleTo ?? [])
            || first.VisibleTo is null != second.VisibleTo is null)
        {
            yield return "visibleTo";
        }
    }
}
