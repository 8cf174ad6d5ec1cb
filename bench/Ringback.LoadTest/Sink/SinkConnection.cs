using System.Diagnostics;
using System.Net.Sockets;

namespace Ringback.LoadTest.Sink;

/// <summary>One keep-alive connection: reads requests, also pipelined ones, and answers as the rules say.</summary>
internal sealed class SinkConnection : IDisposable
{
    private static readonly byte[] AcceptAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
    private static readonly byte[] UnavailableAnswer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly SinkServer _sink;
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new(true);
    private readonly byte[] _input = new byte[8192];
    private readonly byte[] _output = new byte[4096];
    private readonly long _connectedAt = Stopwatch.GetTimestamp();
    private int _inputLength;
    private int _outputLength;
    private RequestHead _request;
    private int _bodyLeft = -1;
    private int _dripped;
    private volatile bool _parked;

    public SinkConnection(SinkServer sink, Socket socket)
    {
        _sink = sink;
        _socket = socket;
        _receive.Completed += (_, _) => OnReceived();
        _receive.SetBuffer(_input, 0, _input.Length);
    }

    /// <summary>Whether the sink has read a request that it will not answer in good time.</summary>
    public bool IsParked => _parked;

    public bool IsDripping => _parked && _request.Behaviour == Behaviour.Drip;

    public void Start() => Receive();

    /// <summary>Sends the next byte of an answer that takes most of a minute.</summary>
    public void Drip()
    {
        try
        {
            _socket.Send(AcceptAnswer.AsSpan(_dripped++ % AcceptAnswer.Length, 1));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receive.Dispose();
        _sink.Forget(this);
    }

    private void OnReceived()
    {
        if (Consume())
        {
            Receive();
        }
    }

    private void Receive()
    {
        try
        {
            do
            {
                _receive.SetBuffer(_inputLength, _input.Length - _inputLength);
            }
            while (!_socket.ReceiveAsync(_receive) && Consume());
        }
        catch (ObjectDisposedException)
        {
            Dispose();
        }
    }

    private bool Consume()
    {
        if (_receive.SocketError != SocketError.Success || _receive.BytesTransferred == 0)
        {
            Dispose();
            return false;
        }

        if (_parked)
        {
            return true;
        }

        var length = _inputLength + _receive.BytesTransferred;
        var rest = ReadRequests(_input.AsSpan(0, length));
        rest.CopyTo(_input);
        _inputLength = _parked ? 0 : rest.Length;
        return Flush();
    }

    private Span<byte> ReadRequests(Span<byte> data)
    {
        while (!_parked)
        {
            if (_bodyLeft < 0)
            {
                var headLength = RequestHead.Read(data, _sink.Rules, out _request);
                if (headLength == 0)
                {
                    break;
                }

                data = data[headLength..];
                _bodyLeft = Math.Max(_request.ContentLength, 0);
            }

            var taken = Math.Min(_bodyLeft, data.Length);
            data = data[taken..];
            _bodyLeft -= taken;
            if (_bodyLeft > 0)
            {
                break;
            }

            _bodyLeft = -1;
            Answer();
        }

        return data;
    }

    private void Answer()
    {
        switch (_request.Behaviour)
        {
            case Behaviour.Accept:
                _sink.Ledger.Record(_request, _connectedAt);
                Write(AcceptAnswer);
                break;
            case Behaviour.Unavailable:
                Write(UnavailableAnswer);
                break;
            case Behaviour.Reset:
                _parked = true;
                _socket.LingerState = new LingerOption(enable: true, seconds: 0);
                _socket.Dispose();
                break;
            default:
                _parked = true;
                break;
        }
    }

    private void Write(byte[] answer)
    {
        if (_outputLength + answer.Length > _output.Length)
        {
            _socket.Send(_output.AsSpan(0, _outputLength));
            _outputLength = 0;
        }

        answer.CopyTo(_output, _outputLength);
        _outputLength += answer.Length;
    }

    private bool Flush()
    {
        if (_inputLength == _input.Length)
        {
            _sink.Ledger.CountMalformed();
            Dispose();
            return false;
        }

        try
        {
            if (_outputLength > 0)
            {
                _socket.Send(_output.AsSpan(0, _outputLength));
                _outputLength = 0;
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
            return false;
        }
    }
}
