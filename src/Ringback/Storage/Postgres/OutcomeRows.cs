using Npgsql;
using Ringback.Delivery.Attempts;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

/// <summary>The outcomes of a batch, as columns: a few statements, however many there are.</summary>
internal sealed class OutcomeRows(ShardEpochs epochs)
{
    private const string RefuseStaleOwnerSql = "SELECT refuse_stale_owner($1::smallint[], $2::bigint[])";

    // An attempt that is there already was committed before the connection broke, and is recorded again.
    private const string AddAttemptsSql = """
        INSERT INTO attempts (webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited, duration, lookup,
                              connect, tls, first_byte, body_read, outcome, verdict, next_due, status, error, address,
                              response_headers, response_body)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::bigint[], $6::timestamptz[], $7::bigint[],
                             $8::bigint[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::text[],
                             $15::smallint[], $16::timestamptz[], $17::int[], $18::text[], $19::text[], $20::text[],
                             $21::bytea[])
        ON CONFLICT DO NOTHING
        """;

    // A look-up for each row, whatever the planner takes for the size of the table: OFFSET 0 keeps it from turning the join round,
    // and rows are named by their places. When autovacuum has seen the table while it was empty, a plain join reads all of it for
    // every row of the array.
    private const string RemovePendingSql = """
        DELETE FROM pending WHERE ctid = ANY (ARRAY(
            SELECT found.place
            FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::uuid[]) AS over (shard, webhook_id, due, delivery_id),
                 LATERAL (SELECT p.ctid AS place FROM pending p
                          WHERE p.shard = over.shard AND p.webhook_id = over.webhook_id AND p.due = over.due
                            AND p.delivery_id = over.delivery_id
                          OFFSET 0) AS found))
        """;

    // No row means that it was dropped meanwhile: then there is nothing to try again.
    private const string PutOffSql = """
        WITH later AS MATERIALIZED (
            SELECT found.place, row.next_due, row.attempts, row.ladder_from
            FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::timestamptz[], $6::int[], $7::int[])
                     AS row (shard, webhook_id, due, delivery_id, next_due, attempts, ladder_from),
                 LATERAL (SELECT p.ctid AS place FROM pending p
                          WHERE p.shard = row.shard AND p.webhook_id = row.webhook_id AND p.due = row.due
                            AND p.delivery_id = row.delivery_id
                          OFFSET 0) AS found)
        UPDATE pending p SET due = later.next_due, attempts = later.attempts, ladder_from = later.ladder_from
        FROM later WHERE p.ctid = later.place
        """;

    private readonly List<OutcomeCommit> _outcomes = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _outcomes.Count == 0;

    /// <summary>Adds an outcome, unless another process owns its shard: that one attempts the delivery again.</summary>
    public void Add(OutcomeCommit outcome)
    {
        if (epochs.Owns(Shards.Of(outcome.Delivery.WebhookId)))
        {
            _outcomes.Add(outcome);
        }
    }

    /// <summary>Adds the statements. The first one ends the transaction when another node owns any of the shards.</summary>
    public void AddTo(NpgsqlBatchCommandCollection commands)
    {
        if (IsEmpty)
        {
            return;
        }

        var (shards, numbers) = epochs.Of(_outcomes.Select(outcome => Shards.Of(outcome.Delivery.WebhookId)));
        commands.Add(Sql.Command(RefuseStaleOwnerSql, shards, numbers));
        AddAttempts(commands);
        var over = _outcomes.Where(outcome => outcome.NextDue is null).ToArray();
        if (over.Length > 0)
        {
            commands.Add(Sql.Command(RemovePendingSql, ShardNumbers(over), Webhooks(over), Dues(over), Deliveries(over)));
        }

        var later = _outcomes.Where(outcome => outcome.NextDue is not null).ToArray();
        if (later.Length > 0)
        {
            commands.Add(Sql.Command(PutOffSql, ShardNumbers(later), Webhooks(later), Dues(later), Deliveries(later),
                Array.ConvertAll(later, outcome => outcome.NextDue!.Value.UtcDateTime),
                Array.ConvertAll(later, outcome => outcome.Attempt.Number),
                Array.ConvertAll(later, outcome => outcome.LadderFrom)));
        }

        foreach (var outcome in _outcomes)
        {
            if (outcome.Health is { } health)
            {
                commands.Add(HealthRows.Save(health, outcome.Attempt));
            }
        }
    }

    private void AddAttempts(NpgsqlBatchCommandCollection commands)
    {
        var rows = _outcomes.ToArray();
        commands.Add(Sql.Command(AddAttemptsSql, Webhooks(rows), Deliveries(rows),
            Array.ConvertAll(rows, row => row.Attempt.Number), Array.ConvertAll(rows, row => row.Attempt.EventId),
            Array.ConvertAll(rows, row => row.Attempt.WebhookVersion),
            Array.ConvertAll(rows, row => row.Attempt.StartedAt.UtcDateTime),
            Array.ConvertAll(rows, row => (long)row.Attempt.Waited.TotalMicroseconds),
            Array.ConvertAll(rows, row => (long)row.Attempt.Duration.TotalMicroseconds),
            Parts(rows, timing => timing.Lookup), Parts(rows, timing => timing.Connect), Parts(rows, timing => timing.Tls),
            Parts(rows, timing => timing.FirstByte), Parts(rows, timing => timing.Body),
            Array.ConvertAll(rows, row => row.Attempt.Outcome), Array.ConvertAll(rows, row => (short)row.Verdict),
            Array.ConvertAll(rows, row => row.NextDue?.UtcDateTime), Array.ConvertAll(rows, row => row.Attempt.Status),
            Array.ConvertAll(rows, row => Clean(row.Attempt.Error)), Array.ConvertAll(rows, row => row.Attempt.Address),
            Array.ConvertAll(rows, row => Clean(row.Attempt.ResponseHeaders)),
            Array.ConvertAll(rows, row => row.Attempt.ResponseBody)));
    }

    /// <summary>PostgreSQL's text cannot hold U+0000, and what a receiver sends must not keep an outcome from its row.</summary>
    private static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');

    private static int?[] Parts(OutcomeCommit[] rows, Func<AttemptTiming, TimeSpan?> part) => Array.ConvertAll(
        rows, row => row.Attempt.Timing is { } timing && part(timing) is { } time ? (int?)time.TotalMicroseconds : null);

    private static short[] ShardNumbers(OutcomeCommit[] rows) =>
        Array.ConvertAll(rows, row => (short)Shards.Of(row.Delivery.WebhookId));

    private static Guid[] Webhooks(OutcomeCommit[] rows) => Array.ConvertAll(rows, row => row.Delivery.WebhookId);

    private static Guid[] Deliveries(OutcomeCommit[] rows) => Array.ConvertAll(rows, row => row.Delivery.DeliveryId);

    private static DateTime[] Dues(OutcomeCommit[] rows) => Array.ConvertAll(rows, row => row.Delivery.Due.UtcDateTime);
}
