using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Server;

/// <summary>
/// One of several servers that are compared, with its webhooks and a sink of its own. All run at the same time and are
/// published to in turns, so that what else the machine does meets each of them.
/// </summary>
internal sealed class ComparedServer : IAsyncDisposable
{
    private readonly List<long> _starts = [];
    private long _matched;

    private ComparedServer(Workload workload, SinkProcess sink, ServerProcess server, string[] webhooks, TimeSpan registered)
    {
        Workload = workload;
        Sink = sink;
        Server = server;
        Webhooks = webhooks;
        Registered = registered;
    }

    public Workload Workload { get; }

    public SinkProcess Sink { get; }

    public ServerProcess Server { get; }

    /// <summary>The ids of its webhooks by number.</summary>
    public string[] Webhooks { get; }

    /// <summary>How long registering them took.</summary>
    public TimeSpan Registered { get; }

    /// <summary>How long it took until it was ready when it was started again.</summary>
    public TimeSpan StartUp { get; private set; }

    /// <summary>How long the publishes of its turns took, from the request to its answer.</summary>
    public Latencies Publish { get; } = new();

    /// <summary>When the publish of each event began, by number, those of the warm-up first.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <summary>Deliveries that were promised for all of them.</summary>
    public long Matched => _matched;

    /// <summary>Starts sink and server, and registers the webhooks.</summary>
    /// <param name="measured">The server.</param>
    /// <param name="workload">Its webhooks.</param>
    /// <param name="path">The path of a webhook's target at the sink.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ComparedServer> StartAsync(
        MeasuredServer measured, Workload workload, Func<int, string> path, CancellationToken cancellationToken)
    {
        var sink = await SinkProcess.StartAsync(cancellationToken);
        ServerProcess? server = null;
        try
        {
            server = await ServerProcess.StartAsync(measured, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var ids = await server.Api.RegisterAsync(workload, webhook => sink.BaseUrl + path(webhook), cancellationToken);
            return new ComparedServer(workload, sink, server, ids, Stopwatch.GetElapsedTime(start));
        }
        catch
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
            sink.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Server.StopAsync(cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Starts the server after it was stopped, and waits until it is ready.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        Server.StartAgain();
        await Server.WaitUntilReadyAsync(cancellationToken);
        StartUp = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Publishes to each of them before anything is measured, and waits for the deliveries.</summary>
    public static async Task WarmUpAsync(
        IReadOnlyList<ComparedServer> servers, Turns turns, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            await server.Sink.ExpectAsync(turns.WarmUp + turns.Events, server.Workload);
            await server.PublishAsync(turns.Rate, turns.WarmUp, new Latencies(), cancellationToken);
            await server.CountAsync(patience, cancellationToken);
        }
    }

    /// <summary>Publishes to them in turns, in one order and then in the other.</summary>
    public static async Task TakeTurnsAsync(
        IReadOnlyList<ComparedServer> servers, Turns turns, CancellationToken cancellationToken)
    {
        for (var round = 0; round < turns.Rounds; round++)
        {
            foreach (var server in round % 2 == 0 ? servers : servers.Reverse())
            {
                await server.PublishAsync(turns.Rate, turns.EventsOfTurn, server.Publish, cancellationToken);
            }
        }
    }

    /// <summary>Deliveries of all that was published that do not come within the patience, and those that came twice.</summary>
    public async Task<(long Lost, long Duplicates)> CountAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var promised = (long)_starts.Count * Workload.Fanout;
        var counts = await Sink.WaitForAsync(promised, patience, cancellationToken);
        return (promised - counts.Distinct, counts.Duplicates);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Sink.Dispose();
    }

    private Task PublishAsync(int rate, int count, Latencies publish, CancellationToken cancellationToken)
        => Pace.RunAsync(
            rate,
            count,
            async _ =>
            {
                var body = EventBatch.WriteOne(Workload, _starts.Count);
                var start = Stopwatch.GetTimestamp();
                _starts.Add(start);
                var answer = await Server.Api.PublishAsync(body, tries: 20, cancellationToken);
                publish.Add(start, Stopwatch.GetTimestamp());
                Interlocked.Add(ref _matched, answer.Matched);
            },
            cancellationToken);
}
