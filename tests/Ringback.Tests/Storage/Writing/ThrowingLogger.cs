using Microsoft.Extensions.Logging;

namespace Ringback.Tests.Storage.Writing;

/// <summary>A log whose provider has a defect.</summary>
internal sealed class ThrowingLogger : ILogger
{
    private int _said;

    /// <summary>How often something was to be said.</summary>
    public int Said => _said;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _said);
        throw new InvalidOperationException("the log");
    }
}
