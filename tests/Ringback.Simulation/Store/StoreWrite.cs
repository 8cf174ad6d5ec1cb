using Ringback.Storage;

namespace Ringback.Simulation.Store;

/// <summary>A write that waits for its transaction.</summary>
/// <param name="Execute">What it does to the disk.</param>
/// <param name="Write">The same on a real database; ends when it is durable.</param>
/// <param name="Committed">Tells who waits for it.</param>
/// <param name="Failed">Tells who waits for it that nothing was written; null when it is kept until it can be.</param>
/// <param name="Queued">Where a process can die before the commit.</param>
/// <param name="Durable">Where it can die after the commit, before anybody is told.</param>
/// <param name="Told">Where it can die once somebody was told; null for nowhere in particular.</param>
internal sealed record StoreWrite(
    Action<Disk> Execute, Func<IStore, Task> Write, Action Committed, Action? Failed, CrashPoint Queued, CrashPoint Durable,
    CrashPoint? Told = null);
