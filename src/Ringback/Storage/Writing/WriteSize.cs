using Ringback.Delivery.Attempts;
using Ringback.Events;

namespace Ringback.Storage.Writing;

/// <summary>About how many bytes a write keeps in memory.</summary>
internal static class WriteSize
{
    private const int Event = 512;
    private const int Match = 64;

    /// <summary>The size of events with their deliveries.</summary>
    public static long Of(IReadOnlyList<EventCommit> commits)
    {
        var size = 0L;
        foreach (var commit in commits)
        {
            size += Event + commit.Event.Data.Length + ((long)Match * commit.Matches.Length);
        }

        return size;
    }

    /// <summary>The size of an outcome with the answer that is kept.</summary>
    public static long Of(OutcomeCommit outcome) => outcome.Size;
}
