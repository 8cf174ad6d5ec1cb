using Ringback.Events;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// Gathers a page of events from rows that come newest first, with the columns of <see cref="EventRow"/>.
/// </summary>
internal sealed class EventScan(EventQuery query, long largestPage)
{
    private readonly List<WebhookEvent> _items = [];
    private long _bytes;
    private Guid? _next;

    /// <summary>Where to go on: only rows of smaller ids are still to be seen.</summary>
    public Guid Position { get; private set; } = query.Cursor ?? Guid.AllBitsSet;

    /// <summary>Whether the page is complete.</summary>
    public bool IsOver { get; set; }

    /// <summary>Looks at one row.</summary>
    public void Take(SqliteStatement row, string orgId)
    {
        Position = row.Guid(0);
        if (!Matches(row))
        {
            return;
        }

        if (_items.Count == query.Limit || _bytes >= largestPage)
        {
            // There is one more: only now is it known that a next page is not empty.
            _next = _items[^1].Id;
            IsOver = true;
            return;
        }

        var read = EventRow.Read(row, orgId);
        _bytes += read.Data.Length;
        _items.Add(read);
    }

    /// <summary>The gathered events as a page, newest first.</summary>
    public EventPage ToPage() => new(_items, _next);

    private bool Matches(SqliteStatement row)
    {
        var created = row.Time(5);
        return created < query.Before
            && (query.From is not { } from || created >= from)
            && (query.Resource is null || row.Text(2) == query.Resource)
            && (query.Type is null || row.Text(3) == query.Type)
            && (query.ActorId is null || row.Text(4) == query.ActorId);
    }
}
