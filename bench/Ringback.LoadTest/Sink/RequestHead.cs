using System.Buffers.Text;
using System.Text;

namespace Ringback.LoadTest.Sink;

/// <summary>The parts of a request's head that the sink needs: numbers are -1 where they are missing.</summary>
internal readonly record struct RequestHead(int Webhook, int Event, int ContentLength, Behaviour Behaviour)
{
    /// <summary>Reads one head from the front of the data; returns its length, or 0 while it is incomplete.</summary>
    public static int Read(ReadOnlySpan<byte> data, BehaviourRules rules, out RequestHead head)
    {
        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            head = default;
            return 0;
        }

        var lines = data[..(end + 2)];
        var path = Path(NextLine(ref lines));
        var eventNumber = -1;
        var contentLength = -1;
        while (!lines.IsEmpty)
        {
            var line = NextLine(ref lines);
            if (HasName(line, "Content-Length:"u8))
            {
                contentLength = Number(line);
            }
            else if (HasName(line, "Ringback-Event-Id:"u8))
            {
                eventNumber = Number(line);
            }
        }

        head = new RequestHead(Number(path), eventNumber, contentLength, rules.For(path));
        return end + 4;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> lines)
    {
        var length = lines.IndexOf((byte)'\n');
        var line = lines[..(length - 1)];
        lines = lines[(length + 1)..];
        return line;
    }

    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> requestLine)
    {
        var target = requestLine[(requestLine.IndexOf((byte)' ') + 1)..];
        var length = target.IndexOf((byte)' ');
        return length < 0 ? [] : target[..length];
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
        => line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private static int Number(ReadOnlySpan<byte> text)
    {
        var digits = text[(text.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1)..];
        return Utf8Parser.TryParse(digits, out int number, out _) ? number : -1;
    }
}
