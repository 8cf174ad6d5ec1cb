using System.Collections.Frozen;
using Npgsql;
using Ringback.Access;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    private const string LoadTokensSql = """
        SELECT hash, id, name, person_id, org_id, app_id, is_bot, display_name, emails, scopes, roles, created, expires_at,
               revoked_at
        FROM tokens ORDER BY org_id, id
        """;

    private const string AddTokenSql = """
        INSERT INTO tokens (hash, id, name, person_id, org_id, app_id, is_bot, display_name, emails, scopes, roles, created,
                            expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string RevokeTokenSql = "UPDATE tokens SET revoked_at = $1 WHERE org_id = $2 AND id = $3";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Hash, Principal Principal)>> LoadTokensAsync(CancellationToken cancellationToken) =>
        await ReadAsync(Sql.Command(LoadTokensSql), ReadToken, cancellationToken);

    /// <inheritdoc/>
    public Task AddTokenAsync(string hash, Principal principal, CancellationToken cancellationToken) => WriteAsync(
        AddTokenSql,
        [
            hash, principal.TokenId, principal.Name, principal.PersonId, principal.OrgId, principal.AppId, principal.IsBot,
            principal.DisplayName, principal.Emails.ToArray(), principal.Scopes.ToArray(), principal.Roles.ToArray(),
            principal.Created.UtcDateTime, principal.ExpiresAt?.UtcDateTime,
        ],
        cancellationToken);

    /// <inheritdoc/>
    public Task RevokeTokenAsync(Principal principal, CancellationToken cancellationToken) => WriteAsync(
        RevokeTokenSql, [principal.RevokedAt?.UtcDateTime, principal.OrgId, principal.TokenId], cancellationToken);

    private static (string Hash, Principal Principal) ReadToken(NpgsqlDataReader reader) => (reader.GetString(0), new Principal
    {
        TokenId = reader.GetGuid(1),
        Name = reader.GetString(2),
        PersonId = reader.GetString(3),
        OrgId = reader.GetString(4),
        AppId = reader.GetString(5),
        IsBot = reader.GetBoolean(6),
        DisplayName = reader.GetString(7),
        Emails = reader.GetFieldValue<string[]>(8),
        Scopes = reader.GetFieldValue<string[]>(9).ToFrozenSet(),
        Roles = reader.GetFieldValue<string[]>(10).ToFrozenSet(),
        Created = reader.Time(11),
        ExpiresAt = reader.TimeOrNull(12),
        RevokedAt = reader.TimeOrNull(13),
    });
}
