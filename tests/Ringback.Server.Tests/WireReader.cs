using System.Globalization;
using System.Text;

namespace Ringback.Server.Tests;

/// <summary>Reads HTTP/1.1 requests of a known length off a stream, and keeps them as they came.</summary>
internal sealed class WireReader(Stream stream, CancellationToken stopping) : IDisposable
{
    private readonly MemoryStream _line = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request; null when the other side has closed the connection between two of them.</summary>
    public async Task<ReceivedCallback?> ReadRequestAsync()
    {
        if (await ReadLineAsync() is not { Length: > 0 } requestLine)
        {
            return null;
        }

        var parts = requestLine.Split(' ');
        var headers = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var length =
            headers.Find(header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        var body = new byte[int.Parse(length ?? "0", CultureInfo.InvariantCulture)];
        for (var read = 0; read < body.Length;)
        {
            if (_start == _end && !await FillAsync())
            {
                throw new IOException("The request ended in its body.");
            }

            var count = Math.Min(body.Length - read, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(body.AsSpan(read));
            _start += count;
            read += count;
        }

        return new ReceivedCallback(parts[0], parts[1], headers, body);
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private async Task<string?> ReadLineAsync()
    {
        _line.SetLength(0);
        while (true)
        {
            if (_start == _end && !await FillAsync())
            {
                return null;
            }

            var next = _buffer[_start++];
            if (next == (byte)'\n')
            {
                return Encoding.Latin1.GetString(_line.ToArray()).TrimEnd('\r');
            }

            _line.WriteByte(next);
        }
    }

    private async Task<bool> FillAsync()
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, stopping));
        return _end > 0;
    }
}
