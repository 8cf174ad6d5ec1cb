using Microsoft.Extensions.Logging;

namespace Ringback.Storage.Writing;

/// <summary>
/// What a writer says and measures. A log provider or a listener that throws must neither end the writer nor change what becomes
/// of a write, so nothing that is said here ever throws.
/// </summary>
internal sealed partial class WriterTelemetry(StorageMetrics? metrics, ILogger logger)
{
    /// <summary>A transaction has ended.</summary>
    public void Ended(int writes, TimeSpan duration, bool isCommitted) =>
        Guarded(() => metrics?.Ended(writes, duration, isCommitted));

    /// <summary>It is asked what became of a commit.</summary>
    public void Asking(int writes, Exception error) => Guarded(() => Log.Asking(logger, writes, error));

    /// <summary>An outcome is set aside.</summary>
    public void Refused(Exception error) => Guarded(() => Log.Refused(logger, error));

    /// <summary>Somebody could not be told.</summary>
    public void Defect(Exception error) => Guarded(() => Log.Defect(logger, error));

    /// <summary>The writer itself has failed, and goes on.</summary>
    public void Survived(Exception error) => Guarded(() => Log.Survived(logger, error));

    private static void Guarded(Action say)
    {
        try
        {
            say();
        }
        catch (Exception)
        {
            // Nobody is left to whom that could be said.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 200, Level = LogLevel.Warning, EventName = "store.asking",
            Message = "The database went away while it was committing {Writes} writes; it is asked what became of them")]
        public static partial void Asking(ILogger logger, int writes, Exception error);

        [LoggerMessage(EventId = 201, Level = LogLevel.Error, EventName = "store.refused",
            Message = "An outcome cannot be written because of what is in it; it is tried again now and then")]
        public static partial void Refused(ILogger logger, Exception error);

        [LoggerMessage(EventId = 202, Level = LogLevel.Error, EventName = "store.defect",
            Message = "What follows a commit has failed; what was committed stays committed")]
        public static partial void Defect(ILogger logger, Exception error);

        [LoggerMessage(EventId = 203, Level = LogLevel.Critical, EventName = "store.survived",
            Message = "The store's writer has a defect; nobody knows what became of the writes that it was at, and it goes on")]
        public static partial void Survived(ILogger logger, Exception error);
    }
}
