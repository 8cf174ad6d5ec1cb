namespace Ringback.Storage.Writing;

/// <summary>How much may wait for a writer, and for how long.</summary>
internal sealed record WriterLimits
{
    /// <summary>How long the writer waits before it tries again what the database could not take.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    /// <summary>How many bytes of writes may wait for their commits. Default 64 MiB.</summary>
    public long WaitingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a publisher waits for room. Default 5 seconds.</summary>
    public TimeSpan WaitForRoom { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a publisher waits for an answer to what became of a commit. Default 10 seconds.</summary>
    public TimeSpan WaitForAnswer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a write is tried again that was refused because of its content. Default 5 seconds.</summary>
    public TimeSpan RetryRefused { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of these.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
