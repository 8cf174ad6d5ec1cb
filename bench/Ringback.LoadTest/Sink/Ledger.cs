using System.Diagnostics;
using System.Runtime.InteropServices;
using Ringback.LoadTest.Load;

namespace Ringback.LoadTest.Sink;

/// <summary>
/// What arrived, and when. An event is expected once at each of the <c>fanout</c> webhooks of its room, so one cell
/// for each event and place in the room is enough.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private long[] _receipts = [];
    private int _fanout = 1;
    private int _rooms = 1;
    private SinkCounts _counts;
    private long _markedAt;

    public void Expect(int events, int fanout, int rooms)
    {
        lock (_gate)
        {
            (_fanout, _rooms) = (fanout, rooms);
            _receipts = new long[checked(events * fanout)];
            _counts = default;
            _markedAt = 0;
        }
    }

    public void Record(RequestHead request, long connectedAt)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _counts.Requests++;
            _counts.BodyBytes += Math.Max(request.ContentLength, 0);
            if (_markedAt != 0 && connectedAt > _markedAt && _counts.FirstSinceMark == 0)
            {
                _counts.FirstSinceMark = now;
            }

            var cell = ((long)request.Event * _fanout) + (request.Webhook % _fanout);
            if (cell < 0 || cell >= _receipts.Length || !IsExpected(request))
            {
                _counts.Strays++;
            }
            else if (_receipts[cell] != 0)
            {
                _counts.Duplicates++;
            }
            else
            {
                _receipts[cell] = now;
                _counts.Distinct++;
                _counts.LastReceipt = now;
            }
        }
    }

    public void CountMalformed()
    {
        lock (_gate)
        {
            _counts.Malformed++;
        }
    }

    /// <summary>From now on, remembers the first request on a connection that is opened after this moment.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            _markedAt = Stopwatch.GetTimestamp();
            _counts.FirstSinceMark = 0;
        }
    }

    public SinkCounts Counts()
    {
        lock (_gate)
        {
            return _counts;
        }
    }

    /// <summary>Writes the time of the first receipt for each cell, as raw 64-bit ticks; 0 is "never".</summary>
    public void Dump(string path)
    {
        using var file = File.Create(path);
        lock (_gate)
        {
            file.Write(MemoryMarshal.AsBytes(_receipts.AsSpan()));
        }
    }

    private bool IsExpected(RequestHead request)
        => request.Webhook >= 0 && request.Webhook / _fanout == Workload.RoomOf(request.Event, _rooms);
}
