namespace Ringback.Server.Http;

/// <summary>What the body of one request takes of the memory for all, until the request is over.</summary>
/// <param name="memory">The memory for all.</param>
/// <param name="org">The org of who asks.</param>
internal sealed class RequestMemoryLease(RequestMemory memory, string org) : IDisposable
{
    // As it came, as canonical JSON for the store and for callbacks, and parsed, one event at a time, which takes the most.
    private const int Weight = 8;

    // So little each connection may hold for nothing; their number is limited.
    private const int FreeLength = 16 * 1024;

    // Asked for in pieces, so that a body that trickles does not ask at every byte.
    private const long Piece = 512 * 1024;

    private long _taken;

    /// <summary>Whether a body may have a length so far.</summary>
    public bool TryGrow(long length)
    {
        var wanted = length <= FreeLength ? 0 : length * Weight;
        if (wanted <= _taken)
        {
            return true;
        }

        var more = (wanted - _taken + Piece - 1) / Piece * Piece;
        if (!memory.TryTake(org, more))
        {
            return false;
        }

        _taken += more;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.GiveBack(org, _taken);
        _taken = 0;
    }
}
