using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Targets;

namespace Ringback.Server.Tests.Delivery;

/// <summary>What the sender makes of a receiver's answer.</summary>
public sealed class HttpCallbackSenderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly HttpCallbackSender _sender;

    public HttpCallbackSenderTests() => _sender = Sender(new ConnectGuardOptions { AllowPrivate = true });

    public static TheoryData<int, string, double?> Hints => new()
    {
        { 429, "120", 120 },
        { 503, "120", 120 },
        { 429, "0", null },
        { 429, "-5", null },
        { 429, "120.1", 121 },
        { 429, " 7 ", 7 },
        { 429, "+5", null },
        { 429, "1e9", null },
        { 429, "soon", null },
        { 429, "99999999999999999999", TimeSpan.FromDays(365).TotalSeconds },
        { 503, "Fri, 31 Dec 9999 23:59:59 GMT", TimeSpan.FromDays(365).TotalSeconds },
        { 503, "Saturday, 31-Jan-26 12:01:00 GMT", 60 },
        { 503, "Sat Jan 31 12:01:00 2026", 60 },
        { 503, "2026-01-31T12:01:00Z", null },
        { 429, "rand(30),add(30)", null },
        { 429, "", null },
        { 503, Now.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture), 90 },
        { 503, Now.AddSeconds(-90).ToString("r", CultureInfo.InvariantCulture), null },
        { 500, "120", null },
        { 302, "120", null },
    };

    public void Dispose() => _sender.Dispose();

    [Theory]
    [MemberData(nameof(Hints))]
    public async Task Retry_after_is_read_in_seconds_or_as_a_date_on_429_and_503_only(int status, string hint,
        double? seconds)
    {
        await using var receiver = Receiver.Start(
            new Answer(status) { Headers = new Dictionary<string, string> { ["Retry-After"] = hint } });

        var result = await SendAsync(receiver.Url);

        var rejected = Assert.IsType<AttemptOutcome.Rejected>(result.Outcome);
        Assert.Equal(status, (int)rejected.Status);
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, rejected.RetryAfter);
    }

    [Fact]
    public async Task Answer_is_kept_with_its_headers_and_the_first_4_KiB_of_its_body()
    {
        await using var receiver = Receiver.Start(new Answer(201)
        {
            Headers = new Dictionary<string, string> { ["X-Answer"] = "yes" },
            Body = new string('a', 4096) + "b",
        });

        var result = await SendAsync(receiver.Url);

        Assert.Equal(201, result.Outcome.StatusCode);
        Assert.Equal(Enumerable.Repeat((byte)'a', 4096), result.ResponseBody);
        Assert.Contains("X-Answer: yes\n", result.ResponseHeaders, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", result.Address);
    }

    [Fact]
    public async Task Address_that_may_not_be_called_is_not_even_dialled()
    {
        await using var receiver = Receiver.Start();
        using var guarded = Sender(new ConnectGuardOptions());

        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            var result = await SendAsync(new UriBuilder(receiver.Url) { Host = host }.Uri, guarded);

            Assert.Equal("loopback", Assert.IsType<AttemptOutcome.Blocked>(result.Outcome).Rule);
            Assert.Null(result.Address);
        }

        Assert.Equal(0, receiver.Count);
    }

    [Theory]
    [InlineData("", "The connection was closed before the answer was complete.")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "The answer was not valid HTTP.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "The receiver answered 200, but the connection was closed before the answer was complete.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "The receiver answered 200, but the answer was not valid HTTP.")]
    [InlineData("HTTP/1.1 20x OK\r\n\r\n", "The answer was not valid HTTP.")]
    public async Task Answer_that_is_broken_is_a_failure_in_words(string answer, string words)
    {
        using var broken = new RawAnswer(answer);

        var result = await SendAsync(broken.Url);

        Assert.Equal(words, Assert.IsType<AttemptOutcome.Unreachable>(result.Outcome).Reason);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nuntil the end", 200)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nbody all the same", 204)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 200)]
    public async Task Unusual_answer_of_2xx_is_a_success(string answer, int status)
    {
        using var unusual = new RawAnswer(answer);

        var result = await SendAsync(unusual.Url);

        Assert.Equal(status, (int)Assert.IsType<AttemptOutcome.Delivered>(result.Outcome).Status);
    }

    [Fact]
    public async Task Endless_body_is_read_to_64_KiB_and_no_further()
    {
        using var endless = new RawAnswer("HTTP/1.1 200 OK\r\n\r\n", repeat: new string('x', 16 * 1024));

        var result = await SendAsync(endless.Url);

        Assert.IsType<AttemptOutcome.Delivered>(result.Outcome);
        Assert.Equal(4096, result.ResponseBody!.Length);
    }

    [Fact]
    public async Task Endless_headers_are_a_failure()
    {
        using var endless = new RawAnswer("HTTP/1.1 200 OK\r\n", repeat: $"X-More: {new string('x', 1000)}\r\n");

        var result = await SendAsync(endless.Url);

        Assert.Equal("The answer's headers were too long.",
            Assert.IsType<AttemptOutcome.Unreachable>(result.Outcome).Reason);
    }

    [Fact]
    public async Task Receiver_that_never_ends_its_answer_has_timed_out()
    {
        var got = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hanging =
            new RawAnswer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", staysOpen: true, onAnswered: got.SetResult);

        var sending = SendAsync(hanging.Url);
        await got.Task.WithinAsync("answer");
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(15), Assert.IsType<AttemptOutcome.TimedOut>((await sending).Outcome).After);
    }

    [Fact]
    public async Task Abandoned_attempt_is_no_outcome()
    {
        var never = new Gate();
        await using var receiver = Receiver.Start(_ => never.Answer);
        using var abandon = new CancellationTokenSource();

        var sending = _sender.SendAsync(CallbackTo(receiver.Url), abandon.Token);
        await receiver.NextAsync();
        await abandon.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private static Callback CallbackTo(Uri url) => new() { Url = url, Body = "{}"u8.ToArray(), Headers = [] };

    private Task<SendResult> SendAsync(Uri url, HttpCallbackSender? sender = null) =>
        (sender ?? _sender).SendAsync(CallbackTo(url), CancellationToken.None).WithinAsync("outcome");

    private HttpCallbackSender Sender(ConnectGuardOptions guard) =>
        new(
            new Connector(
                new ConnectGuard(Options.Create(guard)), new HostLookups(SystemHostLookup.FindAsync),
                new CertificateCheck(_time), new ReceiverConnections(100), _time),
            Options.Create(new DeliveryOptions()), _time);
}
