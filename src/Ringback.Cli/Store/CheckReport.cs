using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary>What came of the checks of a store.</summary>
/// <param name="Store">Where it is.</param>
/// <param name="Ok">Whether all is well.</param>
/// <param name="Checks">Each check.</param>
internal sealed record CheckReport(string Store, bool Ok, IReadOnlyList<Finding> Checks);
