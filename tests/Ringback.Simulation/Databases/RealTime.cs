namespace Ringback.Simulation.Databases;

/// <summary>
/// Waits in real time for what the simulator does not simulate. No virtual time passes, and nothing of it runs where the
/// engine's own work does.
/// </summary>
internal static class RealTime
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    /// <summary>Waits for it.</summary>
    public static void Await(Func<Task> work) => Task.Run(work).WaitAsync(LongestWait).GetAwaiter().GetResult();

    /// <summary>Waits for what it gives.</summary>
    public static T Await<T>(Func<Task<T>> work) => Task.Run(work).WaitAsync(LongestWait).GetAwaiter().GetResult();
}
