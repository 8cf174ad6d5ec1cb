namespace Ringback.Access;

/// <summary>Where tokens are kept, by the hash of their secret.</summary>
internal interface ITokenStore
{
    /// <summary>Every token, revoked ones too, oldest first, with its hash.</summary>
    Task<IReadOnlyList<(string Hash, Principal Principal)>> LoadTokensAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a new token.</summary>
    Task AddTokenAsync(string hash, Principal principal, CancellationToken cancellationToken);

    /// <summary>Notes that a token was revoked.</summary>
    Task RevokeTokenAsync(Principal principal, CancellationToken cancellationToken);
}
