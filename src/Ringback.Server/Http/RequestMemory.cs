using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>How much memory the bodies of all requests together may take. Who gets none is told to come again.</summary>
internal sealed class RequestMemory(IOptions<RequestOptions> options)
{
    private readonly long _limit = options.Value.MemoryLimit;
    private long _taken;

    /// <summary>Takes some; false when there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives the taken bytes back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
