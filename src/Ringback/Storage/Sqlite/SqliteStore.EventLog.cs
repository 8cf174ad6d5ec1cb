using Ringback.Events;
using Ringback.Protocol.Contracts;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const int ScanAtOnce = 10_000;
    private const long LargestPage = 8 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<EventPage> ListEventsAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var scan = new EventScan(query, LargestPage);

        // A piece at a time: nobody waits for the reader until a filter that matches little has seen everything.
        while (!scan.IsOver)
        {
            await ReadAsync(session => ScanEvents(session, query.OrgId, scan), cancellationToken);
        }

        return scan.ToPage();
    }

    /// <inheritdoc/>
    public Task<WebhookEvent?> FindEventAsync(string orgId, string publicId, CancellationToken cancellationToken) =>
        ReadAsync(
            session => ReadFound(
                session.Prepare("""
                        SELECT id, chosen_id, resource, type, actor_id, created, data
                        FROM events WHERE org_id = ? AND chosen_id = ?
                        """)
                    .Bind(1, orgId)
                    .Bind(2, publicId),
                orgId)
                ?? (WebexId.TryParse(publicId, WebexIdTypes.Event, out var id) ? FindMade(session, orgId, id) : null),
            cancellationToken);

    private static WebhookEvent? FindMade(SqliteSession session, string orgId, Guid id) => ReadFound(
        session.Prepare("""
                SELECT id, chosen_id, resource, type, actor_id, created, data
                FROM events WHERE org_id = ? AND id = ? AND chosen_id IS NULL
                """)
            .Bind(1, orgId)
            .Bind(2, id),
        orgId);

    private static bool ScanEvents(SqliteSession session, string orgId, EventScan scan)
    {
        var statement = session.Prepare("""
                SELECT id, chosen_id, resource, type, actor_id, created, data
                FROM events WHERE org_id = ? AND id < ? ORDER BY id DESC LIMIT ?
                """)
            .Bind(1, orgId)
            .Bind(2, scan.Position)
            .Bind(3, ScanAtOnce);
        try
        {
            var rows = 0;
            while (!scan.IsOver && statement.Step())
            {
                rows++;
                scan.Take(statement, orgId);
            }

            scan.IsOver |= rows < ScanAtOnce;
            return true;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static WebhookEvent? ReadFound(SqliteStatement statement, string orgId)
    {
        try
        {
            return statement.Step() ? EventScan.Read(statement, orgId) : null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
