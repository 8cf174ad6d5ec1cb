using Ringback.Simulation.Store;
using Ringback.Storage;
using Ringback.Storage.Maintenance;

namespace Ringback.Simulation.Databases;

/// <summary>The database of a simulated installation; it outlives the processes, and is removed when disposed of.</summary>
internal interface IDatabase : IDisposable
{
    /// <summary>Where it is.</summary>
    StoreAddress Address { get; }

    /// <summary>Opens it for a process.</summary>
    Task<IStore> OpenAsync(TimeProvider time);

    /// <summary>
    /// Opens it for the process after one that died: as that one left it, whose store is open until then and must be refused
    /// from then on.
    /// </summary>
    /// <param name="dead">The store of the one that died; it is closed.</param>
    /// <param name="unfinished">What that one had queued and not committed.</param>
    /// <param name="time">The clock of the next process.</param>
    /// <exception cref="InvalidOperationException">The one that died was not refused.</exception>
    Task<IStore> TakeOverAsync(IStore dead, IReadOnlyList<StoreWrite> unfinished, TimeProvider time);
}
