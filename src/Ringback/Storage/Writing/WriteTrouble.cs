using System.Diagnostics;
using Ringback.Installation;

namespace Ringback.Storage.Writing;

/// <summary>
/// Whether the database takes probes but not the rest, as a disk does that is all but full: a write was refused a few
/// seconds ago, and none was committed since. After those seconds it counts as well again, or nobody would send the next one.
/// </summary>
internal sealed class WriteTrouble
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private long _refusedAt;

    /// <summary>Whether it is so now.</summary>
    public bool IsNow => Interlocked.Read(ref _refusedAt) is > 0 and var at && Stopwatch.GetElapsedTime(at) < Remembered;

    /// <summary>A write other than a probe was refused for a reason that may pass.</summary>
    public void Refused() => Interlocked.Exchange(ref _refusedAt, Stopwatch.GetTimestamp());

    /// <summary>A write other than a probe was committed.</summary>
    public void Committed() => Interlocked.Exchange(ref _refusedAt, 0);

    /// <summary>Fails when it is so now.</summary>
    /// <exception cref="StoreUnavailableException">A write was refused.</exception>
    public void ThrowIfNow()
    {
        if (IsNow)
        {
            throw new StoreUnavailableException("The database refuses what is written.");
        }
    }
}
