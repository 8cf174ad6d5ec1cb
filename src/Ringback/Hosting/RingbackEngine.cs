using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Delivery;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Telemetry;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Storage;
using Ringback.Webhooks.Registry;

namespace Ringback.Hosting;

/// <summary>
/// Starts the engine before the server listens, in order: store, tokens, webhooks, deliveries; and stops it after the
/// last request.
/// </summary>
internal sealed partial class RingbackEngine(
    IStore store, TokenRegistry tokens, WebhookRegistry webhooks, IShardOwnership ownership, DeliveryScheduler scheduler,
    DeliveryGauges deliveryGauges, WebhookGauges webhookGauges, PendingCensus census,
    IOptions<DeliveryOptions> options, IHostApplicationLifetime application, TimeProvider time,
    Func<double> chance, ILogger<RingbackEngine> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const double SweepJitter = 0.1;
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private long _lastBeat;
    private Task _counting = Task.CompletedTask;

    /// <summary>How long ago the delivery loop last showed that it is alive.</summary>
    public TimeSpan SinceLastBeat => time.GetElapsedTime(Interlocked.Read(ref _lastBeat));

    /// <summary>Whether another process has taken over the store, and this one has to go.</summary>
    public bool HasLostStore { get; private set; }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        store.Lost += Lost;
        await store.OpenAsync(cancellationToken);
        Log.Opened(logger, store.Place);
        await tokens.LoadAsync(cancellationToken);
        await webhooks.LoadAsync(cancellationToken);

        // Only changes of webhooks wait for it.
        _ = webhooks.CatchUpAsync();
        webhooks.Changed += scheduler.WebhookChanged;

        // What was pending when the last process ended is found here, before the first request.
        await ownership.StartAsync(scheduler, cancellationToken);
        deliveryGauges.Register();
        webhookGauges.Register();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called before the server stops listening: events that are published from here on wait for the next start.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        scheduler.TakeNoMore();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await scheduler.StopAsync(cancellationToken);
        await store.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(BeatInterval, time);
        var lastSweep = time.GetTimestamp();
        var interval = SweepInterval();
        _counting = CountAsync(stoppingToken);
        do
        {
            _ = scheduler.Figures();
            Interlocked.Exchange(ref _lastBeat, time.GetTimestamp());
            if (time.GetElapsedTime(lastSweep) >= interval)
            {
                lastSweep = time.GetTimestamp();
                interval = SweepInterval();
                await SweepAsync(stoppingToken);
                if (_counting.IsCompleted)
                {
                    // Beside the loop: a count of millions must not keep it from its beat.
                    _counting = CountAsync(stoppingToken);
                }
            }
        }
        while (await NextBeatAsync(beat, stoppingToken));
        await _counting;
    }

    // Of many nodes that started together, not all look at the same instant.
    private TimeSpan SweepInterval() => options.Value.SweepInterval * (1 + (SweepJitter * ((2 * chance()) - 1)));

    private void Lost()
    {
        HasLostStore = true;
        scheduler.TakeNoMore();
        Log.Lost(logger);
        application.StopApplication();
    }

    private static async Task<bool> NextBeatAsync(PeriodicTimer beat, CancellationToken stoppingToken)
    {
        try
        {
            return await beat.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Also what finds out, on a quiet node, that another one has taken over.
            await store.ProbeAsync(stoppingToken);
            await scheduler.SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sweeps.
        }
        catch (StoreUnavailableException error)
        {
            Log.SweepFailed(logger, error.Message);
        }
    }

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(() => census.TakeIfDueAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops, so nobody needs the count.
        }
        catch (StoreUnavailableException error)
        {
            Log.CountFailed(logger, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 13, Level = LogLevel.Information, EventName = "store.opened",
            Message = "Everything is kept in {Place}")]
        public static partial void Opened(ILogger logger, string place);

        [LoggerMessage(EventId = 12, Level = LogLevel.Critical, EventName = "store.lost",
            Message = "Another process has taken over the database; this one stops")]
        public static partial void Lost(ILogger logger);

        [LoggerMessage(EventId = 11, Level = LogLevel.Warning, EventName = "count.failed",
            Message = "What is pending could not be counted: {Reason}")]
        public static partial void CountFailed(ILogger logger, string reason);

        [LoggerMessage(EventId = 10, Level = LogLevel.Warning, EventName = "sweep.failed", Message = "The sweep failed: {Reason}")]
        public static partial void SweepFailed(ILogger logger, string reason);
    }
}
