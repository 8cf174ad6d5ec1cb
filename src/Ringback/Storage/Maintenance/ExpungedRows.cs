namespace Ringback.Storage.Maintenance;

/// <summary>How much of a person was found or removed.</summary>
/// <param name="Events">Events that say something about the person.</param>
/// <param name="Pending">Deliveries of them that were not over.</param>
/// <param name="Attempts">Attempts of them in the log, with what receivers answered.</param>
internal sealed record ExpungedRows(long Events, long Pending, long Attempts);
