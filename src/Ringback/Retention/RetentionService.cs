using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Installation;

namespace Ringback.Retention;

/// <summary>Looks after retention for as long as the engine runs.</summary>
internal sealed partial class RetentionService(
    RetentionKeeper keeper, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionService> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        try
        {
            do
            {
                // Away from the start of the server, which waits for this method's first await.
                await Task.Run(() => RunAsync(stoppingToken), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left stays for the next start.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await keeper.RunAsync(stoppingToken);
        }
        catch (StoreUnavailableException error)
        {
            Log.Failed(logger, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 40, Level = LogLevel.Warning, EventName = "retention.failed",
            Message = "What is old could not be removed, and will be next time: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
