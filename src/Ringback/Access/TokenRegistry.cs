using System.Collections.Concurrent;

namespace Ringback.Access;

/// <summary>Knows every token of the store in memory, so that a request costs no read.</summary>
internal sealed class TokenRegistry(ITokenStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Principal> _byHash = new();

    /// <summary>Reads all tokens; call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (hash, principal) in await store.LoadTokensAsync(cancellationToken))
        {
            _byHash[hash] = principal;
        }
    }

    /// <summary>Whether there is no token at all, as on the first start.</summary>
    public bool IsEmpty => _byHash.IsEmpty;

    /// <summary>The principal of a token; null when it is unknown, revoked or expired.</summary>
    public Principal? Authenticate(string token) =>
        _byHash.TryGetValue(TokenSecret.Hash(token), out var principal)
        && principal.RevokedAt is null
        && (principal.ExpiresAt is null || principal.ExpiresAt > time.GetUtcNow())
            ? principal
            : null;

    /// <summary>Makes a token for a principal and returns its secret, which is kept nowhere.</summary>
    public async Task<string> CreateAsync(Principal principal, CancellationToken cancellationToken)
    {
        var token = TokenSecret.Create();
        await AddAsync(token, principal, cancellationToken);
        return token;
    }

    /// <summary>Takes up a token whose secret the caller has chosen.</summary>
    public async Task AddAsync(string token, Principal principal, CancellationToken cancellationToken)
    {
        var hash = TokenSecret.Hash(token);
        await store.AddTokenAsync(hash, principal, cancellationToken);
        _byHash[hash] = principal;
    }

    /// <summary>Every token, newest first.</summary>
    public IReadOnlyList<Principal> List() => [.. _byHash.Values.OrderByDescending(token => token.TokenId)];

    /// <summary>Ends a token at once; the revoked principal, or null when there is no such token.</summary>
    public async Task<Principal?> RevokeAsync(Guid tokenId, CancellationToken cancellationToken)
    {
        var (hash, principal) = _byHash.FirstOrDefault(entry => entry.Value.TokenId == tokenId);
        if (principal is null)
        {
            return null;
        }

        var revoked = principal with { RevokedAt = principal.RevokedAt ?? time.GetUtcNow() };
        await store.RevokeTokenAsync(revoked, cancellationToken);
        _byHash[hash] = revoked;
        return revoked;
    }
}
