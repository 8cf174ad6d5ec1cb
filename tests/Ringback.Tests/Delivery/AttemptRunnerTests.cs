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
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Telemetry;
using Ringback.Events;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Delivery;

/// <summary>Whatever goes wrong around an attempt, it has an outcome.</summary>
public sealed class AttemptRunnerTests : IDisposable
{
    private readonly StubMeterFactory _meters = new();
    private Exception? _thrown;
    private AttemptOutcome _outcome = new AttemptOutcome.Delivered(HttpStatusCode.OK);
    private TimeSpan _takes;

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

    [Theory]
    [InlineData(71, 1, DeliveryVerdict.Retrying, 2)]
    [InlineData(71, 500, DeliveryVerdict.Retrying, 501)]
    [InlineData(73, 1, DeliveryVerdict.Retrying, 1)]
    [InlineData(73, 10, DeliveryVerdict.Failed, 1)]
    public async Task Failure_of_our_own_is_no_rung_while_the_event_is_young_and_ends_with_the_ladder(
        int hours, int number, object verdict, int ladderFrom)
    {
        _thrown = new InvalidOperationException("a bug");
        var published = Some.Now.AddHours(-hours);
        var webhookEvent = new WebhookEvent
        {
            Id = Guid.CreateVersion7(published),
            PublicId = "event",
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = published,
            Data = "{}"u8.ToArray(),
        };
        var delivery = new DueDelivery(Guid.CreateVersion7(), Guid.CreateVersion7(), webhookEvent, Some.Now, number - 1)
        {
            LadderFrom = hours < 72 ? number : 1,
        };

        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance, delivery: delivery);

        Assert.Equal(((DeliveryVerdict)verdict, true, ladderFrom), (commit!.Verdict, commit.IsOwnFailure, commit.LadderFrom));
    }

    [Theory]
    [InlineData(OwnFault.NameServer, 4, true)]
    [InlineData(OwnFault.NameServer, 3, false)]
    [InlineData(OwnFault.Descriptors, 15, false)]
    public async Task Silent_name_server_makes_a_slow_receiver(object fault, int seconds, bool isSlow)
    {
        _takes = TimeSpan.FromSeconds(seconds);
        _outcome = new AttemptOutcome.OwnFailure((OwnFault)fault);

        var commit = await RunAsync(NullLogger<AttemptRunner>.Instance);

        Assert.Equal((isSlow, true), (commit!.HasTimedOut, commit.IsOwnFailure));
    }

    private static readonly AsyncLocal<bool> Mine = new();

    private async Task<OutcomeCommit?> RunAsync(
        ILogger<AttemptRunner> logger, DeliveryMetrics? metrics = null, string url = "http://hooks.test/",
        DueDelivery? delivery = null)
    {
        Mine.Value = true;
        var time = new FakeTimeProvider(Some.Now);
        var composer = new CallbackComposer(WebhookCatalogue.Webex, time);
        var runner = new AttemptRunner(
            composer, new StubSender(_thrown, _outcome, () => time.Advance(_takes)),
            Options.Create(new DeliveryOptions()), time, () => 0.5, logger, metrics);
        var webhook = Webhooks.Some.Webhook() with { TargetUrl = url };
        return await runner.RunAsync(runner.Prepare(webhook), delivery ?? Some.Delivery(), CancellationToken.None);
    }

    private sealed class StubSender(Exception? thrown, AttemptOutcome outcome, Action takeTime) : ICallbackSender
    {
        public Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
        {
            takeTime();
            return thrown is null
                ? Task.FromResult(new SendResult { Outcome = outcome })
                : Task.FromException<SendResult>(thrown);
        }
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
