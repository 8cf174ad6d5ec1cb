using Ringback.Protocol.Records;

namespace Ringback.Client;

/// <summary>
/// Access tokens; the client's own needs the scope <c>ringback:admin</c>. Every method throws <see
/// cref="RingbackException"/>.
/// </summary>
public sealed class TokensClient
{
    private const string Path = "tokens";

    private readonly RingbackConnection _connection;

    internal TokensClient(RingbackConnection connection) => _connection = connection;

    /// <summary>Makes a token; only this answer ever holds the token itself.</summary>
    public Task<CreatedAccessToken> CreateAsync(
        CreateTokenRequest token, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedAccessToken>(
            HttpMethod.Post, Path, RingbackConnection.Content(token), cancellationToken);

    /// <summary>All tokens, revoked ones too, newest first.</summary>
    public async Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken = default)
    {
        var answer = await _connection.SendAsync<AccessTokenList>(
            HttpMethod.Get, Path, content: null, cancellationToken);
        return answer.Items ?? [];
    }

    /// <summary>Ends a token at once. Webhooks that it made go on.</summary>
    public Task RevokeAsync(string tokenId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tokenId);
        return _connection.SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(tokenId)}", cancellationToken);
    }
}
