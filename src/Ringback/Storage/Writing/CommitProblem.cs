namespace Ringback.Storage.Writing;

/// <summary>Why a transaction was not committed.</summary>
/// <param name="Failure">What became of it.</param>
/// <param name="Error">What the database, or the program, said.</param>
internal sealed record CommitProblem(CommitFailure Failure, Exception Error);
