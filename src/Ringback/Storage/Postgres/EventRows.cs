using System.Text.Json;
using Npgsql;
using Ringback.Events;
using Ringback.Ownership;
using Ringback.Protocol.Ids;

namespace Ringback.Storage.Postgres;

/// <summary>The events of a batch and their pending rows, as columns: one statement each, however many there are.</summary>
internal sealed class EventRows(EventPositions positions)
{
    /// <summary>Claims the ids that publishers chose; gives back the events whose claim is the first.</summary>
    private const string ClaimSql = """
        INSERT INTO chosen_ids (org_id, chosen_id, event_id, matched)
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::int[])
        ON CONFLICT DO NOTHING RETURNING event_id
        """;

    // A look-up for each row, as in OutcomeRows.
    private const string FirstMatchedSql = """
        SELECT twice.org_id, twice.chosen_id, there.matched
        FROM unnest($1::text[], $2::text[]) AS twice (org_id, chosen_id),
             LATERAL (SELECT c.matched FROM chosen_ids c
                      WHERE c.org_id = twice.org_id AND c.chosen_id = twice.chosen_id OFFSET 0) AS there
        """;

    private const string AddEventsSql = """
        INSERT INTO events (org_id, id, chosen_id, resource, type, actor_id, created, data, visible_to, trace_parent,
                            position)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                             $8::bytea[], $9::text[], $10::text[], $11::bigint[])
        """;

    private const string AddPendingSql = """
        INSERT INTO pending (shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from)
        SELECT *, 0, 0, 1
        FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::bigint[])
        """;

    private readonly List<EventCommit> _commits = [];

    /// <summary>Whether a publisher chose the id of any.</summary>
    public bool HasChosenIds { get; private set; }

    public void Add(EventCommit commit)
    {
        _commits.Add(commit);
        commit.IsDuplicate = false;
        commit.Matched = commit.Matches.Length;
        HasChosenIds |= commit.Event.HasChosenId;
    }

    /// <summary>Finds out, inside the transaction, which of the chosen ids were there before.</summary>
    public async Task ClaimIdsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // In one order everywhere: two processes that claim the same ids wait for each other, and never in a circle.
        var chosen = _commits.Where(commit => commit.Event.HasChosenId)
            .OrderBy(commit => commit.Event.OrgId, StringComparer.Ordinal)
            .ThenBy(commit => commit.Event.PublicId, StringComparer.Ordinal)
            .ToArray();
        var claimed = new HashSet<Guid>();
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(Sql.Command(ClaimSql, Column(chosen, commit => commit.Event.OrgId),
                Column(chosen, commit => commit.Event.PublicId), Column(chosen, commit => commit.Event.Id),
                Column(chosen, commit => commit.Matches.Length)));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                claimed.Add(reader.GetGuid(0));
            }
        }

        var twice = chosen.Where(commit => !claimed.Contains(commit.Event.Id)).ToArray();
        if (twice.Length > 0)
        {
            await MarkDuplicatesAsync(connection, twice, cancellationToken);
        }
    }

    /// <summary>Adds the statements for all that are no duplicates.</summary>
    public void AddTo(NpgsqlBatchCommandCollection commands)
    {
        var commits = _commits.Where(commit => !commit.IsDuplicate).ToArray();
        Array.ForEach(commits, commit => commit.Position = positions.Next(commit.PublishedAt));
        commands.Add(Sql.Command(AddEventsSql, Column(commits, commit => commit.Event.OrgId),
            Column(commits, commit => commit.Event.Id),
            Column(commits, commit => commit.Event.HasChosenId ? commit.Event.PublicId : null),
            Column(commits, commit => commit.Event.Resource), Column(commits, commit => commit.Event.Type),
            Column(commits, commit => commit.Event.ActorId),
            Column(commits, commit => commit.Event.Created.UtcDateTime), Column(commits, commit => commit.Event.Data),
            Column(commits, commit => VisibleTo(commit.Event)), Column(commits, commit => commit.Event.TraceParent),
            Column(commits, commit => commit.Position)));

        var pending = commits.SelectMany(static commit => commit.Matches, static (commit, match) => (commit, match)).ToArray();
        if (pending.Length > 0)
        {
            commands.Add(Sql.Command(AddPendingSql, Column(pending, row => (short)Shards.Of(row.match.WebhookId)),
                Column(pending, row => row.match.WebhookId), Column(pending, row => row.commit.PublishedAt.UtcDateTime),
                Column(pending, row => row.match.DeliveryId), Column(pending, row => row.commit.Event.Id),
                Column(pending, row => row.commit.Position)));
        }
    }

    /// <summary>The event of a row whose columns are in the order of <see cref="Columns"/>.</summary>
    public static WebhookEvent Read(NpgsqlDataReader reader, string orgId, int? visibleTo = null)
    {
        var id = reader.GetGuid(0);
        var chosenId = reader.OrNull<string>(1);
        return new WebhookEvent
        {
            Id = id,
            PublicId = chosenId ?? WebexId.Create(WebexIdTypes.Event, id),
            HasChosenId = chosenId is not null,
            OrgId = orgId,
            Resource = reader.GetString(2),
            Type = reader.GetString(3),
            ActorId = reader.OrNull<string>(4),
            Created = reader.Time(5),
            Data = reader.GetFieldValue<byte[]>(6),
            TraceParent = reader.OrNull<string>(7),
            VisibleTo = visibleTo is { } column ? PersonsJson.Parse(reader.OrNull<string>(column)) : null,
        };
    }

    /// <summary>The columns that <see cref="Read"/> wants, of a table called <c>e</c>.</summary>
    public const string Columns = "e.id, e.chosen_id, e.resource, e.type, e.actor_id, e.created, e.data, e.trace_parent";

    /// <summary>The place of <c>visible_to</c> where it follows <see cref="Columns"/>.</summary>
    public const int VisibleToColumn = 8;

    private static async Task MarkDuplicatesAsync(
        NpgsqlConnection connection, EventCommit[] twice, CancellationToken cancellationToken)
    {
        var matched = new Dictionary<(string, string), int>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(FirstMatchedSql, Column(twice, commit => commit.Event.OrgId),
            Column(twice, commit => commit.Event.PublicId)));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            matched[(reader.GetString(0), reader.GetString(1))] = reader.GetInt32(2);
        }

        foreach (var commit in twice)
        {
            commit.IsDuplicate = true;
            commit.Matched = matched.GetValueOrDefault((commit.Event.OrgId, commit.Event.PublicId));
        }
    }

    private static string? VisibleTo(WebhookEvent webhookEvent) => webhookEvent.VisibleTo is { } persons
        ? JsonSerializer.Serialize(persons, PersonsJson.Default.IReadOnlyListString)
        : null;

    private static TColumn[] Column<TRow, TColumn>(TRow[] rows, Func<TRow, TColumn> value) => Array.ConvertAll(rows, row => value(row));
}
