using Ringback.Client;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>Registers, publishes, waits for what must come and then for what must not, and checks.</summary>
internal sealed class DemoRun(DemoServer server, DemoReport report, TimeProvider time) : IAsyncDisposable
{
    private const int PublishedSingly = 16;
    private const int BatchSize = 12;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(12);

    // Longer than the first retry wait, so that a delivery that is tried again although it was accepted is seen.
    private static readonly TimeSpan Quiet = DemoServer.RetryWaits[0] * 2.4;

    private CallbackReceiver? _receiver;
    private Action<ReceivedCallback> _received = _ => { };

    /// <summary>Registers the webhooks, publishes the events, waits for the callbacks and checks them.</summary>
    public async Task<DemoOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var person = server.ClientOf("person");
        using var bot = server.ClientOf("bot");
        using var admin = server.ClientOf("admin");
        using var publisher = server.ClientOf("publisher");
        var world = new DemoWorld(
            await person.People.MeAsync(cancellationToken), await bot.People.MeAsync(cancellationToken));
        var plans = DemoWebhooks.Create(world);
        _receiver = await CallbackReceiver.StartAsync(
            callback => _received(callback), new Refusals(plans).Next, time, cancellationToken);
        report.Started(server.BaseUrl, _receiver.BaseUrl);

        var registrations = new List<Registration>();
        foreach (var plan in plans)
        {
            var client = plan.Creator switch { "admin" => admin, "bot" => bot, _ => person };
            var request = plan.Request with { TargetUrl = _receiver.TargetUrl(plan.Key) };
            registrations.Add(new Registration(plan, await client.Webhooks.CreateAsync(request, cancellationToken)));
        }

        var events = DemoEvents.Create(world, time.GetUtcNow());
        var check = new DeliveryCheck(registrations, events);
        var log = new CallbackLog(check.Expected.Select(delivery => (delivery.To.Plan.Key, delivery.Of.Id)));
        _received = log.Add;
        report.Registered(registrations.Count, events.Length);

        var start = time.GetTimestamp();
        var sentAt = new Dictionary<string, long>();
        var published = await PublishAsync(publisher, events, sentAt, cancellationToken);
        await log.Complete.WaitAsync(LongestWait, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        var took = time.GetElapsedTime(start);
        await Task.Delay(Quiet, time, cancellationToken);

        var callbacks = log.Callbacks;
        return new DemoOutcome(
            [.. registrations.Select(registration => DeliveryFigures.Of(registration, check, callbacks, Latency))],
            check.Expected.Count,
            check.Problems(callbacks, published),
            callbacks.Where(callback => callback.Key == plans[0].Key).MinBy(callback => callback.Body.Length),
            took);

        TimeSpan Latency(ReceivedCallback callback) =>
            time.GetElapsedTime(sentAt[callback.EventId!], callback.Timestamp);
    }

    /// <summary>Goes on until Ctrl-C or SIGTERM, and shows what is received.</summary>
    public Task KeepAsync(CancellationToken cancellationToken)
    {
        _received = report.Received;
        return server.WaitForStopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<List<PublishedEvent>> PublishAsync(
        RingbackClient publisher,
        DemoEvent[] events,
        Dictionary<string, long> sentAt,
        CancellationToken cancellationToken)
    {
        var published = new List<PublishedEvent>();
        foreach (var happened in events.Take(PublishedSingly))
        {
            sentAt[happened.Id] = time.GetTimestamp();
            published.Add(await publisher.Events.PublishAsync(happened.Publication, cancellationToken));
        }

        foreach (var batch in events.Skip(PublishedSingly).Chunk(BatchSize))
        {
            var now = time.GetTimestamp();
            Array.ForEach(batch, happened => sentAt[happened.Id] = now);
            published.AddRange(await publisher.Events.PublishAsync(
                [.. batch.Select(happened => happened.Publication)], cancellationToken));
        }

        return published;
    }
}
