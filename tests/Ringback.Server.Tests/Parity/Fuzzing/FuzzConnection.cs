using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>A raw connection that sends requests without waiting for the answers in between.</summary>
internal sealed class FuzzConnection(Uri server) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _socket;
    private int _start;
    private int _end;

    /// <summary>Sends requests at once and hands each answer out; again from where the server closed the connection.</summary>
    public async Task SendAsync(
        IReadOnlyList<FuzzRequest> requests, Action<FuzzRequest, FuzzResponse?> answered, CancellationToken limit)
    {
        for (var next = 0; next < requests.Count;)
        {
            var stream = await ConnectAsync(limit);
            var writing = WriteAsync(stream, requests.Skip(next), requests[next].IsAlone, limit);
            var isOpen = true;
            while (isOpen && next < requests.Count)
            {
                var request = requests[next++];
                var response = await ReadAsync(stream, request, limit);
                answered(request, response);
                isOpen = response is { Closes: false } && !request.IsAlone;
            }

            if (!isOpen)
            {
                Dispose();
            }

            await writing;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
        (_start, _end) = (0, 0);
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken limit)
    {
        if (_socket is null)
        {
            _socket = new TcpClient { NoDelay = true };
            await _socket.ConnectAsync(server.Host, server.Port, limit);
        }

        return _socket.GetStream();
    }

    private async Task WriteAsync(
        NetworkStream stream, IEnumerable<FuzzRequest> requests, bool isAlone, CancellationToken limit)
    {
        try
        {
            foreach (var request in requests)
            {
                await stream.WriteAsync(request.Bytes, limit);
                if (isAlone)
                {
                    _socket?.Client.Shutdown(SocketShutdown.Send);
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or SocketException)
        {
            // The server closed after an answer; what was not answered is sent again.
        }
    }

    private async Task<FuzzResponse?> ReadAsync(NetworkStream stream, FuzzRequest request, CancellationToken limit)
    {
        try
        {
            return await ReadResponseAsync(stream, request.Method, limit);
        }
        catch (Exception error) when (error is IOException or SocketException && request.IsAlone)
        {
            return null;
        }
    }

    private async Task<FuzzResponse?> ReadResponseAsync(NetworkStream stream, string method, CancellationToken limit)
    {
        if (await ReadLineAsync(stream, limit) is not { } statusLine)
        {
            return null;
        }

        var status = int.Parse(statusLine.Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>();
        while (await ReadLineAsync(stream, limit) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        var body = new MemoryStream();
        if (method != "HEAD" && status is not (204 or 304))
        {
            if (headers.TryGetValue("content-length", out var length))
            {
                await CopyAsync(stream, body, int.Parse(length, CultureInfo.InvariantCulture), limit);
            }
            else if (headers.ContainsKey("transfer-encoding"))
            {
                await CopyChunksAsync(stream, body, limit);
            }
        }

        return new FuzzResponse(status, headers, body.ToArray());
    }

    private async Task CopyChunksAsync(NetworkStream stream, MemoryStream body, CancellationToken limit)
    {
        while (true)
        {
            var line = await ReadLineAsync(stream, limit) ?? throw new IOException("The answer ended in its body.");
            var length = int.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(stream, body, length, limit);
            await ReadLineAsync(stream, limit);
            if (length == 0)
            {
                return;
            }
        }
    }

    private async Task CopyAsync(NetworkStream stream, MemoryStream body, int length, CancellationToken limit)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(stream, limit))
            {
                throw new IOException("The answer ended in its body.");
            }

            var count = Math.Min(length, _end - _start);
            body.Write(_buffer, _start, count);
            _start += count;
            length -= count;
        }
    }

    private async Task<string?> ReadLineAsync(NetworkStream stream, CancellationToken limit)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(stream, limit))
            {
                return null;
            }

            var next = (char)_buffer[_start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }

    private async Task<bool> FillAsync(NetworkStream stream, CancellationToken limit)
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, limit));
        return _end > 0;
    }
}
