using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Flooding;

/// <summary>An org with one webhook, whose endpoint answers, on a server that belongs to others too.</summary>
internal sealed class QuietOrg : IDisposable
{
    private readonly Workload _workload = new(1, 1);
    private readonly SinkProcess _sink;
    private readonly ServerApi _api;
    private readonly List<long> _starts = [];

    private QuietOrg(SinkProcess sink, ServerApi api)
    {
        _sink = sink;
        _api = api;
    }

    /// <summary>How many events it has published.</summary>
    public int Published => _starts.Count;

    /// <summary>Makes the org and its webhook, and a receiver that nobody else calls.</summary>
    public static async Task<QuietOrg> AddAsync(ServerProcess server, int mostEvents, CancellationToken cancellationToken)
    {
        var api = new ServerApi(server.BaseUrl, await server.Api.AddOrgAsync(cancellationToken));
        var org = new QuietOrg(await SinkProcess.StartAsync(cancellationToken), api);
        await api.RegisterAsync(org._workload, _ => $"{org._sink.BaseUrl}/w/0", cancellationToken);
        await org._sink.ExpectAsync(mostEvents, org._workload);
        return org;
    }

    /// <summary>Publishes an event; notes how long the answer took.</summary>
    public async Task PublishAsync(Latencies accepted, CancellationToken cancellationToken)
    {
        var body = EventBatch.WriteOne(_workload, _starts.Count);
        var start = Stopwatch.GetTimestamp();
        _starts.Add(start);
        await _api.PublishAsync(body, tries: 1000, cancellationToken);
        accepted.Add(start, Stopwatch.GetTimestamp());
    }

    /// <summary>Waits for all that was published, but no longer than so; returns how many came twice.</summary>
    public async Task<long> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await _sink.CountsAsync();
        while (counts.Distinct < _starts.Count && Stopwatch.GetElapsedTime(start) < limit)
        {
            counts = await _sink.WaitForAsync(counts.Distinct + 1, limit - Stopwatch.GetElapsedTime(start), cancellationToken);
        }

        return counts.Duplicates;
    }

    /// <summary>
    /// How long from publish to receipt, of the events from one number to another, and how many have not come; of these it
    /// is the time that they have waited so far.
    /// </summary>
    public async Task<(Latencies Latencies, long Late)> ReceivedAsync(Range events)
    {
        var latencies = new Latencies();
        var late = 0L;
        var receipts = await _sink.ReceiptsAsync();
        var now = Stopwatch.GetTimestamp();
        var (first, count) = events.GetOffsetAndLength(_starts.Count);
        for (var number = first; number < first + count; number++)
        {
            late += receipts[number] == 0 ? 1 : 0;
            latencies.Add(_starts[number], receipts[number] == 0 ? now : receipts[number]);
        }

        return (latencies, late);
    }

    public void Dispose()
    {
        _sink.Dispose();
        _api.Dispose();
    }
}
