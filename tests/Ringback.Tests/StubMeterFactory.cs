using System.Diagnostics.Metrics;

namespace Ringback.Tests;

/// <summary>Meters of a test's own, so that tests do not see each other's figures.</summary>
internal sealed class StubMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    /// <inheritdoc/>
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    /// <inheritdoc/>
    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
