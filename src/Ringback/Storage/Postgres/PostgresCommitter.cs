using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using Ringback.Events;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>
/// Commits on one connection, a round trip for each batch. Each transaction leaves its number with the run of this process, which
/// is locked by it: so a broken connection leaves no doubt, and a run that was taken over writes nothing more.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="run">The run of this process.</param>
/// <param name="epochs">The shards of this process.</param>
/// <param name="refused">Called when the database has refused to write for a shard.</param>
internal sealed class PostgresCommitter(PostgresDatabase database, Guid run, ShardEpochs epochs, Action<int> refused)
    : ICommitter<PostgresWrite, NpgsqlConnection>
{
    private const string StaleOwner = "RB001";
    private const string RunIsGone = "batches_run_fkey";
    private const int KeptNumbers = 256;

    // The row of the run is locked by the foreign key; a take-over removes it, and waits for whoever has locked it.
    private const string BeginSql = "INSERT INTO batches (run, number) VALUES ($1, $2)";

    private const string ForgetSql = "DELETE FROM batches WHERE run = $1 AND number < $2";

    // What is still at work for the connection that is gone would be asked after in vain.
    private const string EndBackendSql = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid = $1 AND pid <> pg_backend_pid() AND usename = current_user AND application_name = $2
        """;

    private const string LockRunSql = "SELECT FROM nodes WHERE run = $1 FOR UPDATE";

    private const string WasCommittedSql = "SELECT 1 FROM batches WHERE run = $1 AND number = $2";

    private readonly EventPositions _positions = new(Random.Shared.Next(EventPositions.InMillisecond));
    private NpgsqlConnection? _connection;
    private long _number;
    private int _backend;
    private bool _isSent;

    /// <inheritdoc/>
    public async ValueTask CommitAsync(IReadOnlyList<PostgresWrite> writes)
    {
        _isSent = false;
        var batch = new PostgresBatch(epochs, _positions, Sql.Command(BeginSql, run, ++_number));
        for (var i = 0; i < writes.Count; i++)
        {
            writes[i].AddTo(batch);
        }

        if (_number % KeptNumbers == 0)
        {
            batch.Add(Sql.Command(ForgetSql, run, _number - 1));
        }

        var connection = await ConnectAsync();
        _backend = connection.ProcessID;
        _isSent = true;
        await batch.CommitAsync(connection, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitFailure> JudgeAsync(Exception error)
    {
        var failure = Judge(error);
        if (failure is not (CommitFailure.Refused or CommitFailure.Contended) || error is not PostgresException)
        {
            // Not back to the pool: a server that has become a standby, or is about to go, would be met there again.
            try
            {
                await CloseAsync();
                database.Forget();
            }
            catch (Exception)
            {
                // It is gone either way, and the writer has to go on.
            }
        }

        return failure;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WasCommittedAsync()
    {
        var connection = await ConnectAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(EndBackendSql, _backend, database.ApplicationName),
                Sql.Command(LockRunSql, run),
                Sql.Command(WasCommittedSql, run, _number),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        if (!await reader.ReadAsync())
        {
            throw new TakenOverException();
        }

        await reader.NextResultAsync();
        _isSent = await reader.ReadAsync();
        return _isSent;
    }

    /// <inheritdoc/>
    public async ValueTask<NpgsqlConnection?> SessionAsync() => await ConnectAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Whether trying again later can help: the database is away, full, busy, or does not let us in.</summary>
    /// <remarks>
    /// The classes of SQLSTATE: connection, transaction, log-in, database, roll-back, resources, locks, the operator, the
    /// system. A right that was taken away can be given back as well.
    /// </remarks>
    public static bool IsPassing(Exception error) => error is PostgresException refused
        ? refused.SqlState[..2] is "08" or "25" or "28" or "3D" or "40" or "53" or "55" or "57" or "58" or "XX"
            || refused.SqlState == PostgresErrorCodes.InsufficientPrivilege
        : error is NpgsqlException or TimeoutException or SocketException or IOException;

    private CommitFailure Judge(Exception error) => error switch
    {
        TakenOverException => CommitFailure.Lost,
        PostgresException { SqlState: StaleOwner } stale => LetGo(stale),
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: RunIsGone } => CommitFailure.Lost,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } =>
            CommitFailure.Contended,

        // An error has ended the transaction; whatever ends the connection may have come after the commit.
        PostgresException { InvariantSeverity: "ERROR" } => IsPassing(error) ? CommitFailure.Unavailable : CommitFailure.Refused,

        // Also any other error: whoever listens to the driver, as a log does, may have thrown after the commit.
        _ when !IsPassing(error) => _isSent ? CommitFailure.Unknown : CommitFailure.Refused,
        _ => _isSent ? CommitFailure.Unknown : CommitFailure.Unavailable,
    };

    /// <summary>Lets go of the shards that another process owns; the rest of the transaction can be committed without them.</summary>
    private CommitFailure LetGo(PostgresException stale)
    {
        foreach (var shard in (stale.Hint ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var number = int.Parse(shard, CultureInfo.InvariantCulture);
            epochs.Lose(number);
            refused(number);
        }

        return epochs.OwnsAny ? CommitFailure.Contended : CommitFailure.Lost;
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open })
        {
            return _connection;
        }

        await CloseAsync();
        _connection = await database.WriterSource.OpenConnectionAsync();
        return _connection;
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
