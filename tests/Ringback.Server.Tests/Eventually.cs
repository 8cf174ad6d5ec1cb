namespace Ringback.Server.Tests;

/// <summary>Waits for what can only be seen by asking: asks until it is so, and fails at the limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task IsTrueAsync(string what, Func<Task<bool>> ask)
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var pause = new PeriodicTimer(Pause);
        while (!await ask())
        {
            try
            {
                await pause.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not so within {Limits.Signal.TotalSeconds} seconds: {what}.");
            }
        }
    }

    /// <summary>Asks until the answer is one that is good; that answer.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood)
    {
        T answer = default!;
        await IsTrueAsync("a good answer", async () => isGood(answer = await ask()));
        return answer;
    }
}
