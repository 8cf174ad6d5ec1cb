using Ringback.Access;
using Ringback.Installation;

namespace Ringback.Tests.Access;

/// <summary>A token store in memory that can refuse to write.</summary>
internal sealed class StubTokenStore : ITokenStore
{
    private readonly Dictionary<string, Principal> _tokens = [];

    public bool IsAway { get; set; }

    public IEnumerable<string> Hashes => _tokens.Keys;

    public Task<IReadOnlyList<(string Hash, Principal Principal)>> LoadTokensAsync(
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string, Principal)>>([.. _tokens.Select(entry => (entry.Key, entry.Value))]);

    public Task AddTokenAsync(string hash, Principal principal, CancellationToken cancellationToken) =>
        WriteAsync(() => _tokens.Add(hash, principal));

    public Task RevokeTokenAsync(Principal principal, CancellationToken cancellationToken) =>
        WriteAsync(() => _tokens[_tokens.Single(entry => entry.Value.TokenId == principal.TokenId).Key] = principal);

    private Task WriteAsync(Action write)
    {
        if (IsAway)
        {
            return Task.FromException(new StoreUnavailableException("away"));
        }

        write();
        return Task.CompletedTask;
    }
}
