namespace Ringback.Cli.Store;

/// <summary>How much of a person was removed, or would be.</summary>
/// <param name="Store">The store that they were removed from.</param>
/// <param name="DryRun">Whether it was only counted.</param>
/// <param name="Events">How many events say something about the person.</param>
/// <param name="Pending">Deliveries that were not over.</param>
/// <param name="Attempts">How many attempts of these events were logged.</param>
internal sealed record ExpungeReport(string Store, bool DryRun, long Events, long Pending, long Attempts);
