using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Ringback.Server.Tests;

/// <summary>
/// The receiving end of webhooks: a small HTTP/1.1 server on a raw socket of loopback. It keeps what it gets, answers
/// as a test says, and hands callbacks out in the order in which they came.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<ReceivedCallback> _queue = Channel.CreateUnbounded<ReceivedCallback>();
    private readonly List<ReceivedCallback> _received = [];
    private readonly Func<ReceivedCallback, ValueTask<Answer>> _answers;
    private readonly Task _accepting;

    private Receiver(Func<ReceivedCallback, ValueTask<Answer>> answers)
    {
        _answers = answers;
        _listener.Start(512);
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How many callbacks came.</summary>
    public int Count => Received.Count;

    /// <summary>Every callback that came, in order.</summary>
    public IReadOnlyList<ReceivedCallback> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Starts one that answers everything with 200.</summary>
    public static Receiver Start() => new(_ => new ValueTask<Answer>(200));

    /// <summary>Starts one that asks a test what to answer.</summary>
    public static Receiver Start(Func<ReceivedCallback, Answer> answers) =>
        new(callback => new ValueTask<Answer>(answers(callback)));

    /// <summary>Starts one that answers when a test wants it to.</summary>
    public static Receiver Start(Func<ReceivedCallback, Task<Answer>> answers) =>
        new(callback => new ValueTask<Answer>(answers(callback)));

    /// <summary>Starts one with an answer for each callback in turn; the last one goes for all that follow.</summary>
    public static Receiver Start(params Answer[] answers)
    {
        var next = -1;
        return Start(_ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    /// <summary>The next callback that was not yet handed out.</summary>
    public Task<ReceivedCallback> NextAsync() => _queue.Reader.ReadAsync().AsTask().WithinAsync("callback");

    /// <summary>The next callbacks that were not yet handed out.</summary>
    public async Task<IReadOnlyList<ReceivedCallback>> NextAsync(int count)
    {
        var callbacks = new List<ReceivedCallback>(count);
        while (callbacks.Count < count)
        {
            callbacks.Add(
                await _queue.Reader.ReadAsync().AsTask().WithinAsync($"callback {callbacks.Count + 1} of {count}"));
        }

        return callbacks;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                await using var stream = connection.GetStream();
                using var reader = new WireReader(stream, _stopping.Token);
                while (await reader.ReadRequestAsync() is { } callback)
                {
                    lock (_received)
                    {
                        _received.Add(callback);
                    }

                    _queue.Writer.TryWrite(callback);
                    var answer = await _answers(callback).AsTask().WaitAsync(_stopping.Token);
                    if (answer == Answer.HangUp)
                    {
                        return;
                    }

                    await stream.WriteAsync(Bytes(answer), _stopping.Token);
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The sender went away, or the test is over.
            }
        }
    }

    private static byte[] Bytes(Answer answer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Whatever\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(answer.Body).ToString());
    }
}
