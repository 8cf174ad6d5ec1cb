namespace Ringback.Installation;

/// <summary>What the engine asks of the clock.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Now, cut to the millisecond, which is as fine as rows and the wire are.</summary>
    public static DateTimeOffset GetMillisecond(this TimeProvider time) => time.GetUtcNow().ToMillisecond();

    /// <summary>A time cut to the millisecond.</summary>
    public static DateTimeOffset ToMillisecond(this DateTimeOffset value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(value.ToUnixTimeMilliseconds());
}
