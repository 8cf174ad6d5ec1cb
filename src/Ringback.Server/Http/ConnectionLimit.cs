using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>
/// Keeps connections below what the process may have open: a process without a free descriptor is ended by its runtime. When all
/// are in use, the connection that has been idle longest makes room.
/// </summary>
internal sealed partial class ConnectionLimit(
    IOptions<RequestOptions> options, TimeProvider time, ILogger<ConnectionLimit> logger)
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LinkedList<OpenConnection> _idle = [];
    private int _count;
    private long? _warnedAt;

    /// <summary>Runs a connection, unless there is no room for it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var open = new OpenConnection(connection);
        if (!TryEnter(open, out var longestIdle))
        {
            connection.Abort(new ConnectionAbortedException("There are too many connections."));
            return;
        }

        longestIdle?.Connection.Abort(new ConnectionAbortedException("Another connection needs the place of this idle one."));
        connection.Items[typeof(OpenConnection)] = open;
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(open);
        }
    }

    /// <summary>Handles a request, during which its connection is not idle.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is not { } items
            || !items.TryGetValue(typeof(OpenConnection), out var item)
            || item is not OpenConnection open)
        {
            await next(context);
            return;
        }

        Begin(open);
        try
        {
            await next(context);
        }
        finally
        {
            End(open);
        }
    }

    private bool TryEnter(OpenConnection open, out OpenConnection? longestIdle)
    {
        longestIdle = null;
        var limit = options.Value.MaxConnections;
        bool enters, warns;
        lock (_gate)
        {
            var isFull = _count >= limit;
            if (isFull && _count < limit + Spare(limit) && _idle.First is { } first)
            {
                longestIdle = first.Value;
                _idle.Remove(first);
            }

            enters = !isFull || longestIdle is not null;
            if (enters)
            {
                _count++;
                _idle.AddLast(open.Place);
            }

            warns = isFull && (_warnedAt is not { } last || time.GetElapsedTime(last) >= WarningInterval);
            if (warns)
            {
                _warnedAt = time.GetTimestamp();
            }
        }

        if (warns)
        {
            Log.Full(logger, limit);
        }

        return enters;
    }

    // Those that were told to make room are still counted until they have gone.
    private static int Spare(int limit) => Math.Max(1, limit / 16);

    private void Begin(OpenConnection open)
    {
        lock (_gate)
        {
            if (open.Requests++ == 0 && open.Place.List is not null)
            {
                _idle.Remove(open.Place);
            }
        }
    }

    private void End(OpenConnection open)
    {
        lock (_gate)
        {
            if (--open.Requests == 0 && !open.IsOver)
            {
                _idle.AddLast(open.Place);
            }
        }
    }

    private void Leave(OpenConnection open)
    {
        lock (_gate)
        {
            open.IsOver = true;
            _count--;
            if (open.Place.List is not null)
            {
                _idle.Remove(open.Place);
            }
        }
    }

    private sealed class OpenConnection
    {
        public OpenConnection(ConnectionContext connection)
        {
            Connection = connection;
            Place = new LinkedListNode<OpenConnection>(this);
        }

        public ConnectionContext Connection { get; }

        public LinkedListNode<OpenConnection> Place { get; }

        public int Requests { get; set; }

        public bool IsOver { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 102, Level = LogLevel.Warning, EventName = "connections.full",
            Message = "All {Limit} connections are in use (Ringback:Requests:MaxConnections); idle ones are closed for new ones")]
        public static partial void Full(ILogger logger, int limit);
    }
}
