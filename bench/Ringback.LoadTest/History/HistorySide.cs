using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;
using WebexId = Ringback.Protocol.Contracts.WebexId;
using WebexIdTypes = Ringback.Protocol.Contracts.WebexIdTypes;

namespace Ringback.LoadTest.History;

/// <summary>One of the two servers that are compared, with its webhooks and a sink of its own.</summary>
internal sealed class HistorySide : IAsyncDisposable
{
    private readonly Workload _workload;
    private readonly SinkProcess _sink;
    private int _published;

    private HistorySide(Workload workload, SinkProcess sink, ServerProcess server, Guid[] webhooks)
    {
        _workload = workload;
        _sink = sink;
        Server = server;
        Webhooks = webhooks;
    }

    public ServerProcess Server { get; }

    public Guid[] Webhooks { get; }

    /// <summary>How long publishes took, without those of the warm-up.</summary>
    public Latencies Publish { get; } = new();

    /// <summary>Starts sink and server, and registers the webhooks.</summary>
    public static async Task<HistorySide> StartAsync(
        MeasuredServer measured, Workload workload, CancellationToken cancellationToken)
    {
        var sink = await SinkProcess.StartAsync(cancellationToken);
        var server = await ServerProcess.StartAsync(measured, cancellationToken);
        var ids = await server.Api.RegisterAsync(workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);
        return new HistorySide(workload, sink, server, Array.ConvertAll(ids, ToGuid));
    }

    /// <summary>Starts the server again after it was stopped.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        Server.StartAgain();
        await Server.WaitUntilReadyAsync(cancellationToken);
    }

    public Task ExpectAsync(int events) => _sink.ExpectAsync(events, _workload);

    /// <summary>Publishes at an even rate.</summary>
    public Task PublishAsync(int rate, int seconds, Latencies publish, CancellationToken cancellationToken)
        => Pace.RunAsync(
            rate,
            rate * seconds,
            async _ =>
            {
                var body = EventBatch.WriteOne(_workload, _published++);
                var start = Stopwatch.GetTimestamp();
                await Server.Api.PublishAsync(body, tries: 20, cancellationToken);
                publish.Add(start, Stopwatch.GetTimestamp());
            },
            cancellationToken);

    /// <summary>Deliveries of all that was published that do not come.</summary>
    public async Task<long> LostAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var promised = (long)_published * _workload.Fanout;
        return promised - (await _sink.WaitForAsync(promised, patience, cancellationToken)).Distinct;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _sink.Dispose();
    }

    private static Guid ToGuid(string id) => WebexId.TryParse(id, WebexIdTypes.Webhook, out var uuid)
        ? uuid
        : throw new LoadTestException($"'{id}' is not the id of a webhook.");
}
