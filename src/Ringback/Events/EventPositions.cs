namespace Ringback.Events;

/// <summary>
/// Gives each event its place in the order of publishing: nanoseconds since 1970, made to ascend. Whoever commits asks, so
/// that it is the order of the commits; it needs no read, no sequence of a database, and is the same in every store. Not
/// thread-safe: the writer owns it.
/// </summary>
/// <param name="within">
/// Where in its millisecond the first event stands, in nanoseconds. Processes that each draw their own never give one place
/// to two events, although they share a clock, or one starts when it was set back.
/// </param>
internal sealed class EventPositions(int within = 0)
{
    /// <summary>How many places a millisecond has.</summary>
    public const int InMillisecond = 1_000_000;

    private long _last;

    /// <summary>Goes on behind a position that is in the store, also when the clock was set back since.</summary>
    public void StartAfter(long position) => _last = Math.Max(_last, position);

    /// <summary>The next position: greater than all before.</summary>
    public long Next(DateTimeOffset publishedAt) =>
        _last = Math.Max(_last + 1, (publishedAt.ToUnixTimeMilliseconds() * InMillisecond) + within);
}
