using System.Text.Json;
using Ringback.Events;
using Ringback.Ownership;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private readonly EventPositions _positions = new();

    /// <inheritdoc/>
    public async Task CommitEventsAsync(
        IReadOnlyList<EventCommit> commits, EventHandOver handOver, CancellationToken cancellationToken)
    {
        var write = new WriteAction(
            session =>
            {
                foreach (var commit in commits)
                {
                    AddEvent(session, commit);
                }
            },
            () => handOver(commits),
            WriteSize.Of(commits),
            commits.Count > 0 ? commits[0].Event.OrgId : "");
        await Writer.EnqueueAsync(write, cancellationToken);
        await write.Done.WaitAsync(cancellationToken);
    }

    private void AddEvent(SqliteSession session, EventCommit commit)
    {
        var webhookEvent = commit.Event;
        commit.Position = _positions.Next(commit.PublishedAt);
        var added = session.Prepare("""
                INSERT INTO events (org_id, id, chosen_id, resource, type, actor_id, created, matched, data, visible_to,
                                    trace_parent, position)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)
            .Bind(1, webhookEvent.OrgId)
            .Bind(2, webhookEvent.Id)
            .Bind(3, webhookEvent.HasChosenId ? webhookEvent.PublicId : null)
            .Bind(4, webhookEvent.Resource)
            .Bind(5, webhookEvent.Type)
            .Bind(6, webhookEvent.ActorId)
            .Bind(7, webhookEvent.Created)
            .Bind(8, commit.Matches.Length)
            .Bind(9, webhookEvent.Data)
            .Bind(10, webhookEvent.VisibleTo is { } persons
                ? JsonSerializer.Serialize(persons, PersonsJson.Default.IReadOnlyListString)
                : null)
            .Bind(11, webhookEvent.TraceParent)
            .Bind(12, commit.Position)
            .Run() == 1;

        // A batch runs again when its transaction cannot commit, so both ways are set each time.
        commit.IsDuplicate = !added;
        commit.Matched = added ? commit.Matches.Length : FirstMatched(session, webhookEvent);
        if (added)
        {
            AddPending(session, commit);
        }
    }

    private static void AddPending(SqliteSession session, EventCommit commit)
    {
        var insert = session.Prepare("""
            INSERT INTO pending (shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, 1)
            """);
        insert.Bind(3, commit.PublishedAt).Bind(5, commit.Event.Id).Bind(6, commit.Position);
        foreach (var (webhookId, deliveryId) in commit.Matches)
        {
            insert.Bind(1, Shards.Of(webhookId)).Bind(2, webhookId).Bind(4, deliveryId).Run();
        }
    }

    private static int FirstMatched(SqliteSession session, WebhookEvent webhookEvent)
    {
        var statement = session.Prepare("SELECT matched FROM events WHERE org_id = ? AND chosen_id = ?")
            .Bind(1, webhookEvent.OrgId)
            .Bind(2, webhookEvent.PublicId);
        var matched = statement.Step() ? (int)statement.Integer(0) : 0;
        statement.Reset();
        return matched;
    }
}
