using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Telemetry;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Delivery;

/// <summary>Whatever goes wrong around an attempt, it has an outcome.</summary>
public sealed class AttemptRunnerTests : IDisposable
{
    private readonly StubMeterFactory _meters = new();
    private Exception? _thrown;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Logger_that_throws_costs_no_outcome()
    {
        var commit = await RunAsync(new ThrowingLogger());

        Assert.Equal(("delivered", DeliveryVerdict.Delivered), (commit!.Attempt.Outcome, commit.Verdict));
    }

    [Fact]
    public async Task Logger_that_throws_beside_a_bug_costs_no_outcome()
    {
        _thrown = new InvalidOperationException("a bug");

        var commit = await RunAsync(new ThrowingLogger());

        Assert.Equal(("own_failure", true), (commit!.Attempt.Outcome, commit.IsOwnFailure));
    }

    [Fact]
    public async Task Listener_of_metrics_that_throws_costs_no_outcome()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == _meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("no room"));
        var metrics = new DeliveryMetrics(_meters);
        listener.Start();

        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance, metrics);

        Assert.Equal("delivered", commit!.Attempt.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_of_traces_that_throws_costs_no_outcome(bool atStart)
    {
        var webhook = Webhooks.Some.Webhook();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DeliveryTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Throw(atStart && IsMine(activity)),
            ActivityStopped = activity => Throw(!atStart && IsMine(activity)),
        };
        ActivitySource.AddActivityListener(listener);

        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance);

        Assert.Equal("delivered", commit!.Attempt.Outcome);

        // Sources are shared by all tests of the process: only this test's flow of control is meant.
        bool IsMine(Activity activity) => activity is not null && Mine.Value;

        static void Throw(bool now) => _ = now ? throw new InvalidOperationException("no room") : 0;
    }

    [Fact]
    public async Task Lack_of_memory_is_ours()
    {
        _thrown = new InsufficientMemoryException();

        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance);

        Assert.Equal(OwnFault.Memory.ToSentence(), commit!.Attempt.Error);
    }

    [Fact]
    public async Task Target_without_a_valid_host_is_not_sent_to()
    {
        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance, url: "http://xn--a.test/");

        Assert.Equal("own_failure", commit!.Attempt.Outcome);
    }

    private static readonly AsyncLocal<bool> Mine = new();

    private async Task<OutcomeCommit?> RunAsync(
        ILogger<AttemptRunner> logger, DeliveryMetrics? metrics = null, string url = "http://hooks.test/")
    {
        Mine.Value = true;
        var time = new FakeTimeProvider(Some.Now);
        var composer = new CallbackComposer(WebhookCatalogue.Webex, time);
        var runner = new AttemptRunner(
            composer, new StubSender(_thrown), Options.Create(new DeliveryOptions()), time, () => 0.5, logger, metrics);
        var webhook = Webhooks.Some.Webhook() with { TargetUrl = url };
        return await runner.RunAsync(runner.Prepare(webhook), Some.Delivery(), CancellationToken.None);
    }

    private sealed class StubSender(Exception? thrown) : ICallbackSender
    {
        public Task<SendResult> SendAsync(Callback callback, CancellationToken abandon) => thrown is null
            ? Task.FromResult(new SendResult { Outcome = new AttemptOutcome.Delivered(HttpStatusCode.OK) })
            : Task.FromException<SendResult>(thrown);
    }

    private sealed class ThrowingLogger : ILogger<AttemptRunner>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("The disk is full.");
    }
}
