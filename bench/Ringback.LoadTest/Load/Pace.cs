using System.Diagnostics;

namespace Ringback.LoadTest.Load;

/// <summary>
/// Starts something at an even rate and never waits for the one before, so that a slow answer hides no other.
/// </summary>
internal static class Pace
{
    public static async Task RunAsync(
        double perSecond, int count, Func<int, Task> action, CancellationToken cancellationToken)
    {
        var started = new List<Task>(count);
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            var wait = TimeSpan.FromSeconds(number / perSecond) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            started.Add(action(number));
        }

        await Task.WhenAll(started);
    }
}
