namespace Ringback.Storage.Maintenance;

/// <summary>How far a copy has come, for those who watch it.</summary>
/// <param name="Stage">What is done: <c>copy</c>, or <c>verify</c> at the end.</param>
/// <param name="Table">The table at work.</param>
/// <param name="Rows">How many of its rows are done.</param>
/// <param name="Total">How many there are.</param>
internal sealed record CopyStep(CopyStage Stage, string Table, long Rows, long Total);

/// <summary>What a copy is about.</summary>
internal enum CopyStage { Copy, VerifySource, VerifyTarget }
