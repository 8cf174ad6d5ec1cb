namespace Ringback.Storage.Postgres;

/// <summary>
/// Locks a row for a moment: a transaction that has to be written, and changes nothing. It also finds out whether another node
/// has taken the shards over.
/// </summary>
internal sealed class ProbeWrite(short[] shards, long[] epochs) : StatementWrite(Sql, shards, epochs)
{
    private const string Sql =
        "SELECT refuse_stale_owner($1::smallint[], $2::bigint[]) FROM shards WHERE shard = 0 FOR UPDATE";

    /// <inheritdoc/>
    public override bool IsProbe => true;
}
