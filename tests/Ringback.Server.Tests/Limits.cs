namespace Ringback.Server.Tests;

/// <summary>How long a test waits for a signal before it fails: long enough for a machine that is busy.</summary>
internal static class Limits
{
    /// <summary>For a signal that is sure to come.</summary>
    public static readonly TimeSpan Signal = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a signal, and says what was missing when it did not come.</summary>
    public static async Task<T> WithinAsync<T>(this Task<T> signal, string what)
    {
        try
        {
            return await signal.WaitAsync(Signal);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {what} within {Signal.TotalSeconds} seconds.");
        }
    }

    /// <inheritdoc cref="WithinAsync{T}(Task{T}, string)"/>
    public static Task WithinAsync(this Task signal, string what) => signal.ContinueWith(
        static ended =>
        {
            ended.GetAwaiter().GetResult();
            return true;
        },
        TaskScheduler.Default).WithinAsync(what);
}
