using Microsoft.Extensions.Logging;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Defects;

namespace Ringback.Simulation;

/// <summary>Listens to the engine's log: an error there is a bug.</summary>
internal sealed class EngineLogger<T>(Ledger ledger) : ILogger<T>
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && exception is not BrokenOnPurposeException)
        {
            ledger.Violate($"The engine logged an error: {formatter(state, exception)} {exception}");
        }
    }
}
