namespace Ringback.Cli.Store;

/// <summary>How much of a person was removed, or would be.</summary>
/// <param name="Store">Where from.</param>
/// <param name="DryRun">Whether it was only counted.</param>
/// <param name="Events">Events.</param>
/// <param name="Pending">Deliveries that were not over.</param>
/// <param name="Attempts">Attempts.</param>
internal sealed record ExpungeReport(string Store, bool DryRun, long Events, long Pending, long Attempts);
