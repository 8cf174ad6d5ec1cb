using System.Diagnostics;
using System.Net;
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

/// <summary>Activities of attempts. Sources are shared by all tests of the process: each looks for its own trace.</summary>
public sealed class DeliveryTraceTests
{
    private const string Published = "00-11111111111111111111111111111111-2222222222222222-01";

    private readonly StubSender _sender = new();
    private readonly List<Activity> _ended = [];

    [Fact]
    public async Task Attempt_is_an_activity_in_the_trace_of_its_publish_and_the_receiver_gets_it_as_parent()
    {
        using var listener = Listen();
        using var request = new Activity("a request that happened to start the slot").Start();

        await RunAsync(Published);

        var attempt = Assert.Single(Ended());
        Assert.Equal("11111111111111111111111111111111", attempt.TraceId.ToString());
        Assert.Equal("2222222222222222", attempt.ParentSpanId.ToString());
        Assert.Equal(ActivityKind.Client, attempt.Kind);
        Assert.Equal(attempt.Id, _sender.TraceParent);
        Assert.Equal(("rejected", 503, 1), (attempt.GetTagItem("ringback.attempt.outcome"),
            attempt.GetTagItem("http.response.status_code"), attempt.GetTagItem("ringback.attempt.number")));
        Assert.Equal((ActivityStatusCode.Error, "The receiver answered 503."), (attempt.Status, attempt.StatusDescription));
        Assert.Same(request, Activity.Current);
    }

    [Fact]
    public async Task Attempt_without_a_publish_begins_a_trace_of_its_own()
    {
        using var listener = Listen();
        using var request = new Activity("a request that happened to start the slot").Start();

        await RunAsync(null);

        var attempt = Assert.Single(_ended, ended => ended.Id == _sender.TraceParent);
        Assert.NotEqual(request.TraceId, attempt.TraceId);
        Assert.Null(attempt.ParentId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Published)]
    public async Task Without_a_listener_the_callback_carries_what_the_publisher_sent(string? traceParent)
    {
        await RunAsync(traceParent);

        Assert.Equal(traceParent, _sender.TraceParent);
    }

    private IEnumerable<Activity> Ended() =>
        _ended.Where(ended => ended.TraceId.ToString() == "11111111111111111111111111111111");

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DeliveryTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private async Task RunAsync(string? traceParent)
    {
        var time = new FakeTimeProvider(Some.Now);
        var runner = new AttemptRunner(
            new CallbackComposer(WebhookCatalogue.Webex, time), _sender, Options.Create(new DeliveryOptions()), time,
            () => 0.5, NullLogger<AttemptRunner>.Instance);
        var webhookEvent = new WebhookEvent
        {
            Id = Guid.CreateVersion7(),
            PublicId = "event",
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = Some.Now,
            Data = "{}"u8.ToArray(),
            TraceParent = traceParent,
        };
        var webhook = Webhooks.Some.Webhook();
        await runner.RunAsync(
            runner.Prepare(webhook), new DueDelivery(webhook.Id, Guid.CreateVersion7(), webhookEvent, Some.Now, 0),
            CancellationToken.None);
    }

    /// <summary>Takes a callback's <c>traceparent</c> and answers 503.</summary>
    private sealed class StubSender : ICallbackSender
    {
        public string? TraceParent { get; private set; }

        public async Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
        {
            TraceParent = callback.Headers.FirstOrDefault(header => header.Key == "traceparent").Value;
            await Task.Yield();
            return new SendResult { Outcome = new AttemptOutcome.Rejected(HttpStatusCode.ServiceUnavailable, null) };
        }
    }
}
