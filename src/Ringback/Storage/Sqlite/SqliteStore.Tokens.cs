using System.Collections.Frozen;
using Ringback.Access;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Hash, Principal Principal)>> LoadTokensAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<(string, Principal)>>(
            session =>
            {
                var statement = session.Prepare("""
                    SELECT hash, id, name, person_id, org_id, app_id, is_bot, display_name, emails, scopes, roles,
                           created, expires_at, revoked_at
                    FROM tokens ORDER BY org_id, id
                    """);
                var tokens = new List<(string, Principal)>();
                while (statement.Step())
                {
                    tokens.Add((statement.Text(0)!, new Principal
                    {
                        TokenId = statement.Guid(1),
                        Name = statement.Text(2)!,
                        PersonId = statement.Text(3)!,
                        OrgId = statement.Text(4)!,
                        AppId = statement.Text(5)!,
                        IsBot = statement.Integer(6) != 0,
                        DisplayName = statement.Text(7)!,
                        Emails = SqliteValues.ToWords(statement.Text(8)!),
                        Scopes = SqliteValues.ToWords(statement.Text(9)!).ToFrozenSet(),
                        Roles = SqliteValues.ToWords(statement.Text(10)!).ToFrozenSet(),
                        Created = statement.Time(11),
                        ExpiresAt = statement.TimeOrNull(12),
                        RevokedAt = statement.TimeOrNull(13),
                    }));
                }

                statement.Reset();
                return tokens;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task AddTokenAsync(string hash, Principal principal, CancellationToken cancellationToken) => WriteAsync(
        session => session.Prepare("""
                INSERT INTO tokens (hash, id, name, person_id, org_id, app_id, is_bot, display_name, emails, scopes,
                                    roles, created, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .Bind(1, hash)
            .Bind(2, principal.TokenId)
            .Bind(3, principal.Name)
            .Bind(4, principal.PersonId)
            .Bind(5, principal.OrgId)
            .Bind(6, principal.AppId)
            .Bind(7, principal.IsBot ? 1 : 0)
            .Bind(8, principal.DisplayName)
            .Bind(9, SqliteValues.ToText(principal.Emails))
            .Bind(10, SqliteValues.ToText(principal.Scopes))
            .Bind(11, SqliteValues.ToText(principal.Roles))
            .Bind(12, principal.Created)
            .Bind(13, principal.ExpiresAt)
            .Run(),
        cancellationToken);

    /// <inheritdoc/>
    public Task RevokeTokenAsync(Principal principal, CancellationToken cancellationToken) => WriteAsync(
        session => session.Prepare("UPDATE tokens SET revoked_at = ? WHERE org_id = ? AND id = ?")
            .Bind(1, principal.RevokedAt)
            .Bind(2, principal.OrgId)
            .Bind(3, principal.TokenId)
            .Run(),
        cancellationToken);
}
