using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Receivers;

/// <summary>One connection to a <see cref="ScriptedReceiver"/>, and what a script can do with it.</summary>
internal sealed class ScriptedConnection(Socket socket, Stream stream, int number, CancellationToken stopping) : IDisposable
{
    private readonly WireReader _reader = new(stream, stopping);

    /// <summary>1 for the first connection.</summary>
    public int Number { get; } = number;

    /// <summary>The bytes, after TLS where there is TLS.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>Ends with the test.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>The next request; null when the sender has hung up.</summary>
    public Task<ReceivedCallback?> ReadAsync() => _reader.ReadRequestAsync();

    /// <summary>Sends text as it is.</summary>
    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text), Stopping).AsTask();

    /// <summary>Sends text again and again, until the sender hangs up.</summary>
    public async Task SendForeverAsync(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        while (true)
        {
            await Stream.WriteAsync(bytes, Stopping);
        }
    }

    /// <summary>Sends text a letter at a time, with a pause after each.</summary>
    public async Task DripAsync(string text, TimeSpan pause)
    {
        using var timer = new PeriodicTimer(pause);
        foreach (var letter in text)
        {
            await SendAsync(letter.ToString());
            await timer.WaitForNextTickAsync(Stopping);
        }
    }

    /// <summary>Does nothing until the sender hangs up.</summary>
    public async Task HangAsync()
    {
        var buffer = new byte[1024];
        while (await Stream.ReadAsync(buffer, Stopping) > 0)
        {
        }
    }

    /// <summary>Ends the connection with a reset instead of a close.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        Stream.Dispose();
        socket.Dispose();
    }
}
