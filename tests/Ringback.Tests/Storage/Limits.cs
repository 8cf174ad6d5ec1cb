namespace Ringback.Tests.Storage;

/// <summary>How long a test waits for a store before it fails.</summary>
internal static class Limits
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>The task, or a failure at the limit.</summary>
    public static Task WithinLimit(this Task task) => task.WaitAsync(Longest);

    /// <inheritdoc cref="WithinLimit(Task)"/>
    public static Task<T> WithinLimit<T>(this Task<T> task) => task.WaitAsync(Longest);
}
