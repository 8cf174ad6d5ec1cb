using Ringback.Events;
using Ringback.Protocol.Contracts;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads an event from a row.</summary>
internal static class EventRow
{
    /// <summary>The columns that <see cref="Read"/> wants, of a table called <c>e</c>.</summary>
    public const string Columns = "e.id, e.chosen_id, e.resource, e.type, e.actor_id, e.created, e.data, e.trace_parent";

    /// <summary>The event of a row that has <see cref="Columns"/> from a column on.</summary>
    public static WebhookEvent Read(SqliteStatement row, int column, string orgId)
    {
        var id = row.Guid(column);
        var chosenId = row.Text(column + 1);
        return new WebhookEvent
        {
            Id = id,
            PublicId = chosenId ?? WebexId.Create(WebexIdTypes.Event, id),
            HasChosenId = chosenId is not null,
            OrgId = orgId,
            Resource = row.Text(column + 2)!,
            Type = row.Text(column + 3)!,
            ActorId = row.Text(column + 4),
            Created = row.Time(column + 5),
            Data = row.Bytes(column + 6)!,
            TraceParent = row.Text(column + 7),
        };
    }
}
