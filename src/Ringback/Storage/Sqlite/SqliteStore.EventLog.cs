using Ringback.Events;
using Ringback.Protocol.Ids;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const int ScanAtOnce = 10_000;
    private const long LargestPage = 8 * 1024 * 1024;

    private const string ListEventsSql =
        $"SELECT {EventRow.Columns} FROM events e WHERE e.org_id = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?";

    private const string FindChosenSql = $"SELECT {EventRow.Columns} FROM events e WHERE e.org_id = ? AND e.chosen_id = ?";

    private const string FindFirstSql =
        $"SELECT {EventRow.Columns}, e.visible_to FROM events e WHERE e.org_id = ? AND e.chosen_id = ?";

    private const string FindMadeSql =
        $"SELECT {EventRow.Columns} FROM events e WHERE e.org_id = ? AND e.id = ? AND e.chosen_id IS NULL";

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
                session.Prepare(FindChosenSql)
                    .Bind(1, orgId)
                    .Bind(2, publicId),
                orgId)
                ?? (WebexId.TryParse(publicId, WebexIdTypes.Event, out var id) ? FindMade(session, orgId, id) : null),
            cancellationToken);

    /// <inheritdoc/>
    public Task<WebhookEvent?> FindChosenAsync(string orgId, string chosenId, CancellationToken cancellationToken) =>
        ReadAsync(
            session => ReadFound(
                session.Prepare(FindFirstSql)
                    .Bind(1, orgId)
                    .Bind(2, chosenId),
                orgId,
                EventRow.VisibleTo),
            cancellationToken);

    private static WebhookEvent? FindMade(SqliteSession session, string orgId, Guid id) => ReadFound(
        session.Prepare(FindMadeSql)
            .Bind(1, orgId)
            .Bind(2, id),
        orgId);

    private static bool ScanEvents(SqliteSession session, string orgId, EventScan scan)
    {
        var statement = session.Prepare(ListEventsSql)
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

    private static WebhookEvent? ReadFound(SqliteStatement statement, string orgId, int? visibleTo = null)
    {
        try
        {
            return statement.Step() ? EventRow.Read(statement, orgId, visibleTo) : null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
