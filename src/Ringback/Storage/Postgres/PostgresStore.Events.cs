using Ringback.Events;
using Ringback.Protocol.Ids;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    private const long LargestPage = 8 * 1024 * 1024;

    private const string ListEventsSql = $"""
        SELECT {EventRows.Columns}
        FROM events e
        WHERE e.org_id = $1 AND e.id < $2 AND e.created < $3 AND ($4::timestamptz IS NULL OR e.created >= $4)
          AND ($5::text IS NULL OR e.resource = $5) AND ($6::text IS NULL OR e.type = $6)
          AND ($7::text IS NULL OR e.actor_id = $7)
        ORDER BY e.id DESC LIMIT $8
        """;

    private const string FindChosenSql = $"""
        SELECT {EventRows.Columns}
        FROM chosen_ids c, LATERAL (
            SELECT * FROM events WHERE org_id = c.org_id AND id = c.event_id OFFSET 0) AS e
        WHERE c.org_id = $1 AND c.chosen_id = $2
        """;

    private const string FindFirstSql = $"""
        SELECT {EventRows.Columns}, e.visible_to
        FROM chosen_ids c, LATERAL (
            SELECT * FROM events WHERE org_id = c.org_id AND id = c.event_id OFFSET 0) AS e
        WHERE c.org_id = $1 AND c.chosen_id = $2
        """;

    private const string FindMadeSql = $"""
        SELECT {EventRows.Columns}
        FROM events e WHERE e.org_id = $1 AND e.id = $2 AND e.chosen_id IS NULL
        """;

    /// <inheritdoc/>
    public async Task CommitEventsAsync(
        IReadOnlyList<EventCommit> commits, EventHandOver handOver, CancellationToken cancellationToken)
    {
        var write = new EventWrite(commits, handOver);
        await Writer.EnqueueAsync(write, cancellationToken);
        await write.Done.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EventPage> ListEventsAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var rows = await ReadAsync(
            Sql.Command(ListEventsSql, query.OrgId, query.Cursor ?? Guid.AllBitsSet, query.Before.UtcDateTime,
                query.From?.UtcDateTime, query.Resource, query.Type, query.ActorId, query.Limit + 1),
            reader =>
            {
                // What lies beyond the largest page is only counted: its first row says that there is a next page.
                var read = bytes < LargestPage ? EventRows.Read(reader, query.OrgId) : null;
                bytes += read?.Data.Length ?? 0;
                return read;
            },
            cancellationToken);
        var items = rows.OfType<WebhookEvent>().Take(query.Limit).ToList();
        return new EventPage(items, rows.Count > items.Count ? items[^1].Id : null);
    }

    /// <inheritdoc/>
    public async Task<WebhookEvent?> FindEventAsync(string orgId, string publicId, CancellationToken cancellationToken)
    {
        var chosen = await ReadAsync(
            Sql.Command(FindChosenSql, orgId, publicId), reader => EventRows.Read(reader, orgId), cancellationToken);
        if (chosen.Count > 0 || !WebexId.TryParse(publicId, WebexIdTypes.Event, out var id))
        {
            return chosen.FirstOrDefault();
        }

        var made = await ReadAsync(
            Sql.Command(FindMadeSql, orgId, id), reader => EventRows.Read(reader, orgId), cancellationToken);
        return made.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<WebhookEvent?> FindChosenAsync(string orgId, string chosenId, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            Sql.Command(FindFirstSql, orgId, chosenId),
            reader => EventRows.Read(reader, orgId, EventRows.VisibleToColumn), cancellationToken);
        return found.FirstOrDefault();
    }
}
