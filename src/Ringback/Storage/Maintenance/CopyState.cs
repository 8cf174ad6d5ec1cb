namespace Ringback.Storage.Maintenance;

/// <summary>
/// How far a copy has come, kept in its target together with the rows: the tables before this one are complete. As long as it
/// is there the target is not complete, and no server uses it.
/// </summary>
/// <param name="Source">Where the rows come from.</param>
/// <param name="Table">The name of the table at work; empty when the rows of all are there.</param>
/// <param name="LastKey">The key of the last row that is there, by <see cref="RowEncoding"/>; null for none.</param>
/// <param name="Rows">How many rows of the table are there.</param>
internal sealed record CopyState(string Source, string Table, byte[]? LastKey, long Rows);
