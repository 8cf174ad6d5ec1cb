using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary>The findings of the checks of a store.</summary>
/// <param name="Store">Where the store is, without its password.</param>
/// <param name="Ok">Whether all is well.</param>
/// <param name="Checks">Every check and what it found.</param>
internal sealed record CheckReport(string Store, bool Ok, IReadOnlyList<Finding> Checks);
