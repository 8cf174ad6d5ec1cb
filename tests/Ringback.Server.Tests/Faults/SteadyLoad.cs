using System.Collections.Concurrent;
using System.Net;

namespace Ringback.Server.Tests.Faults;

/// <summary>
/// Publishes batch after batch, keeps the ids of what was acknowledged, and counts what was refused. A refusal has to be 503 or
/// 507 with <c>Retry-After</c>.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int BatchSize = 5;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<string> _acknowledged = new();
    private readonly ConcurrentQueue<string> _surprises = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _text;
    private readonly Task _publishing;
    private int _refused;

    private SteadyLoad(ServerProcess server, int publishers, int textLength)
    {
        // Text of which a database cannot save the room.
        _text = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(textLength));
        _publishing = Task.WhenAll(Enumerable.Range(0, publishers)
            .Select(number => PublishAsync(server.As("publisher"), number)));
    }

    /// <summary>How many events were acknowledged up to now.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>The ids of the events that were acknowledged up to now.</summary>
    public IReadOnlyList<string> AcknowledgedIds => [.. _acknowledged];

    /// <summary>How many requests were refused up to now.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Starts one.</summary>
    public static SteadyLoad Start(ServerProcess server, int publishers = 4, int textLength = 30) =>
        new(server, publishers, textLength);

    /// <summary>Waits until that many more events were acknowledged: the server works.</summary>
    public Task MoreAcknowledgedAsync(int count)
    {
        var wanted = Acknowledged + count;
        return Eventually.IsTrueAsync($"{wanted} events acknowledged", () => Task.FromResult(Acknowledged >= wanted));
    }

    /// <summary>Waits until another request is refused.</summary>
    public Task AnotherRefusedAsync()
    {
        var before = Refused;
        return Eventually.IsTrueAsync("a publish refused", () => Task.FromResult(Refused > before));
    }

    /// <summary>Stops, and checks that all that was acknowledged arrives and that nothing else was amiss.</summary>
    public async Task StopAndCheckAsync(Receiver receiver)
    {
        await StopAsync();
        await Eventually.IsTrueAsync("every acknowledged event arrived", () => Task.FromResult(
            _acknowledged.Except(receiver.Received.Select(callback => callback.Header("Ringback-Event-Id")!)).Any() is false));
        TestContext.Current.SendDiagnosticMessage("{0} events acknowledged, {1} requests refused, {2} callbacks, 0 lost",
            Acknowledged, Refused, receiver.Count);
        Assert.Empty(_surprises);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _publishing;
    }

    private async Task PublishAsync(HttpClient publisher, int number)
    {
        using var pace = new PeriodicTimer(Pace);
        using var owned = publisher;
        for (var batch = 0; !_stopping.IsCancellationRequested; batch++)
        {
            try
            {
                var ids = Enumerable.Range(0, BatchSize).Select(i => $"{number}-{batch}-{i}").ToArray();
                Note(await publisher.SendAsync("POST", "v1/events", new
                {
                    items = ids.Select(id => new { id, resource = "messages", type = "created", data = new { id, text = _text } }),
                }), ids);
                await pace.WaitForNextTickAsync(_stopping.Token);
            }
            catch (HttpRequestException)
            {
                // The server has gone away, which is up to the test.
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Note(Reply reply, string[] ids)
    {
        if (reply.Status == HttpStatusCode.Accepted)
        {
            Array.ForEach(ids, _acknowledged.Enqueue);
        }
        else
        {
            Interlocked.Increment(ref _refused);
            if (reply.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage)
                || reply.Header("Retry-After") is null)
            {
                _surprises.Enqueue($"{(int)reply.Status} {reply.Text}");
            }
        }
    }
}
