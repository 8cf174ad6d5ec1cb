using Ringback.Events;
using Ringback.Protocol.Ids;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads an event from a row.</summary>
internal static class EventRow
{
    /// <summary>The columns that <see cref="Read"/> wants, of a table called <c>e</c>.</summary>
    public const string Columns = "e.id, e.chosen_id, e.resource, e.type, e.actor_id, e.created, e.data, e.trace_parent";

    /// <summary>The place of <c>visible_to</c> where it follows <see cref="Columns"/>.</summary>
    public const int VisibleTo = 8;

    /// <summary>The event of a row that has <see cref="Columns"/> in their order.</summary>
    public static WebhookEvent Read(SqliteStatement row, string orgId, int? visibleTo = null)
    {
        var id = row.Guid(0);
        var chosenId = row.Text(1);
        return new WebhookEvent
        {
            Id = id,
            PublicId = chosenId ?? WebexId.Create(WebexIdTypes.Event, id),
            HasChosenId = chosenId is not null,
            OrgId = orgId,
            Resource = row.Text(2)!,
            Type = row.Text(3)!,
            ActorId = row.Text(4),
            Created = row.Time(5),
            Data = row.Bytes(6)!,
            TraceParent = row.Text(7),
            VisibleTo = visibleTo is { } column ? PersonsJson.Parse(row.Text(column)) : null,
        };
    }
}
