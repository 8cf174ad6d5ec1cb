using Npgsql;
using Ringback.Events;

namespace Ringback.Storage.Postgres;

/// <summary>
/// What one transaction does, in the order in which it was queued. Events and outcomes between two other statements are
/// gathered, so that there is one statement for many of them.
/// </summary>
/// <param name="epochs">The epochs of this node's shards.</param>
/// <param name="positions">Gives events their places.</param>
/// <param name="begin">The first statement, which ends the transaction when another process has taken over.</param>
internal sealed class PostgresBatch(ShardEpochs epochs, EventPositions positions, NpgsqlBatchCommand begin)
{
    private readonly List<Action<NpgsqlBatchCommandCollection>> _parts = [];
    private readonly List<EventRows> _allEvents = [];
    private EventRows? _events;
    private OutcomeRows? _outcomes;

    /// <summary>The events that are gathered.</summary>
    public EventRows Events
    {
        get
        {
            if (_events is null)
            {
                _events = new EventRows(positions);
                _allEvents.Add(_events);
                _parts.Add(_events.AddTo);
            }

            return _events;
        }
    }

    /// <summary>The outcomes that are gathered.</summary>
    public OutcomeRows Outcomes
    {
        get
        {
            if (_outcomes is null)
            {
                _outcomes = new OutcomeRows(epochs);
                _parts.Add(_outcomes.AddTo);
            }

            return _outcomes;
        }
    }

    /// <summary>Adds another statement, after all that was gathered.</summary>
    public NpgsqlBatchCommand Add(NpgsqlBatchCommand command)
    {
        (_events, _outcomes) = (null, null);
        _parts.Add(commands => commands.Add(command));
        return command;
    }

    /// <summary>Commits all of it, or throws and commits nothing.</summary>
    public async Task CommitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Commands that are sent together are one transaction by themselves, in one round trip. Only chosen ids have to be
        // looked at in between.
        var claiming = _allEvents.Where(events => events.HasChosenIds).ToArray();
        await using var transaction = claiming.Length > 0 ? await connection.BeginTransactionAsync(cancellationToken) : null;
        foreach (var events in claiming)
        {
            await events.ClaimIdsAsync(connection, cancellationToken);
        }

        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { begin } };
        _parts.ForEach(add => add(batch.BatchCommands));
        await batch.ExecuteNonQueryAsync(cancellationToken);

        // Crash point: until here the database has nothing of this batch, and nobody was told that it has.
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
