using Npgsql;

namespace Ringback.Storage.Postgres;

/// <summary>What a commit is worth on a server, as it is set up.</summary>
/// <param name="Commit">The setting <c>synchronous_commit</c> of our connections.</param>
/// <param name="Standbys">The setting <c>synchronous_standby_names</c>; empty when no standby is waited for.</param>
/// <param name="Flushes">Whether the setting <c>fsync</c> is on.</param>
internal sealed record Durability(string Commit, string Standbys, bool Flushes)
{
    private const string Sql = """
        SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
               current_setting('fsync') = 'on'
        """;

    /// <summary>Whether what was accepted is still there when the server's machine is lost for ever.</summary>
    public bool SurvivesFailover => Flushes && Standbys.Length > 0 && Commit is "on" or "remote_apply" or "remote_write";

    /// <summary>The promise in a sentence.</summary>
    public string Promise => this switch
    {
        { Flushes: false } => "fsync is off: what was accepted may be lost with the server's power",
        { SurvivesFailover: true } => "what was accepted is on the disk and on a standby, and survives a failover",
        _ => "what was accepted is on the server's disk; no standby is waited for, so a failover may lose the newest of it",
    };

    /// <summary>Asks the server for its settings.</summary>
    public static async Task<Durability> AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Durability(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2));
    }
}
