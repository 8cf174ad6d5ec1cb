using Npgsql;

namespace Ringback.Storage.Postgres;

/// <summary>A statement that somebody waits for, in the order in which it was queued.</summary>
internal sealed class StatementWrite(string sql, params object?[] parameters) : PostgresWrite
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlBatchCommand? _command;

    /// <summary>Stands for the number of rows when the connection broke before the server said it.</summary>
    public const int NobodyKnows = -1;

    /// <summary>Ends when it is durable, with the number of rows that it changed, or <see cref="NobodyKnows"/>.</summary>
    public Task<int> Done => _done.Task;

    /// <inheritdoc/>
    public override void AddTo(PostgresBatch batch) => _command = batch.Add(Sql.Command(sql, parameters));

    /// <inheritdoc/>
    public override void Committed() => _done.TrySetResult(IsAnswerLost ? NobodyKnows : _command!.RecordsAffected);

    /// <inheritdoc/>
    public override void Failed(Exception error) => _done.TrySetException(error);
}
