using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests;

/// <summary>A receiver that answers each connection's first request with the same bytes, right or wrong.</summary>
internal sealed class RawAnswer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly byte[] _answer;
    private readonly byte[] _repeat;
    private readonly bool _staysOpen;
    private readonly Action? _onAnswered;

    /// <summary>Starts one.</summary>
    /// <param name="answer">The bytes.</param>
    /// <param name="repeat">What follows them again and again until the sender hangs up.</param>
    /// <param name="staysOpen">Whether the connection stays open after them.</param>
    /// <param name="onAnswered">Called when they are sent.</param>
    public RawAnswer(string answer, string repeat = "", bool staysOpen = false, Action? onAnswered = null)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _repeat = Encoding.ASCII.GetBytes(repeat);
        _staysOpen = staysOpen;
        _onAnswered = onAnswered;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient connection, CancellationToken stopping)
    {
        using (connection)
        {
            try
            {
                await using var stream = connection.GetStream();
                using var reader = new WireReader(stream, stopping);
                if (await reader.ReadRequestAsync() is null)
                {
                    return;
                }

                await stream.WriteAsync(_answer, stopping);
                _onAnswered?.Invoke();
                while (_repeat.Length > 0)
                {
                    await stream.WriteAsync(_repeat, stopping);
                }

                if (_staysOpen)
                {
                    await reader.ReadRequestAsync();
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The sender went away, or the test is over.
            }
        }
    }
}
