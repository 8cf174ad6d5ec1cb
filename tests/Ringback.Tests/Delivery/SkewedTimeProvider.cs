using Microsoft.Extensions.Time.Testing;

namespace Ringback.Tests.Delivery;

/// <summary>A clock that a test sets forward or back, while timers and timestamps go on as they were.</summary>
internal sealed class SkewedTimeProvider(DateTimeOffset now) : FakeTimeProvider(now)
{
    /// <summary>How far the clock was set forward.</summary>
    public TimeSpan Skew { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
