namespace Ringback.Storage.Maintenance;

/// <summary>A table that was copied, and is the same on both sides.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Checksum">The sum of their hashes.</param>
internal sealed record CopiedTable(string Table, long Rows, string Checksum);
