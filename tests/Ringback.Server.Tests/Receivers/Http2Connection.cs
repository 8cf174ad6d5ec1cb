using System.Buffers.Binary;

namespace Ringback.Server.Tests.Receivers;

/// <summary>The receiving end of HTTP/2, frame by frame: enough of it to answer, and to misbehave.</summary>
internal sealed class Http2Connection(ScriptedConnection connection)
{
    public const uint NoError = 0;
    public const uint InternalError = 2;
    public const uint RefusedStream = 7;
    public const uint InadequateSecurity = 12;
    public const uint Http11Required = 13;

    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const byte Acknowledge = 1;
    private const byte EndHeaders = 4;
    private const int PrefaceLength = 24;

    /// <summary>The next request's stream, once the whole request has come; null when the sender has hung up.</summary>
    public async Task<int?> ReadRequestAsync()
    {
        while (await ReadFrameAsync() is var (type, flags, stream, payload))
        {
            switch (type)
            {
                case Data or Headers when (flags & EndStream) != 0:
                    return stream;
                case Settings when (flags & Acknowledge) == 0:
                    await WriteAsync(Settings, Acknowledge, 0, []);
                    break;
                case Ping when (flags & Acknowledge) == 0:
                    await WriteAsync(Ping, Acknowledge, 0, payload);
                    break;
            }
        }

        return null;
    }

    /// <summary>Takes the sender's greeting and sends the receiver's.</summary>
    public async Task OpenAsync()
    {
        await connection.Stream.ReadExactlyAsync(new byte[PrefaceLength], connection.Stopping);
        await WriteAsync(Settings, 0, 0, []);
    }

    /// <summary>Answers 200, with or without the end of the answer.</summary>
    public Task AnswerAsync(int stream, bool isWhole = true) =>
        WriteAsync(Headers, isWhole ? (byte)(EndHeaders | EndStream) : EndHeaders, stream, [0x88]);

    /// <summary>Breaks one exchange off.</summary>
    public Task ResetAsync(int stream, uint error) => WriteAsync(Reset, 0, stream, Number(error));

    /// <summary>Says that nothing after a stream was or will be worked on.</summary>
    public Task GoAwayAsync(int lastStream, uint error) =>
        WriteAsync(GoAway, 0, 0, [.. Number((uint)lastStream), .. Number(error)]);

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadFrameAsync()
    {
        var head = new byte[9];
        if (await connection.Stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, connection.Stopping)
            < head.Length)
        {
            return null;
        }

        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await connection.Stream.ReadExactlyAsync(payload, connection.Stopping);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    private Task WriteAsync(byte type, byte flags, int stream, byte[] payload) => connection.Stream.WriteAsync(
        (byte[])
        [
            (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
            .. Number((uint)stream), .. payload,
        ],
        connection.Stopping).AsTask();
}
