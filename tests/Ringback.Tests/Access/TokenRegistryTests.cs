using System.Collections.Frozen;
using Microsoft.Extensions.Time.Testing;
using Ringback.Access;
using Ringback.Installation;

namespace Ringback.Tests.Access;

public sealed class TokenRegistryTests
{
    private readonly StubTokenStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenRegistry _tokens;

    public TokenRegistryTests() => _tokens = new TokenRegistry(_store, _time);

    [Fact]
    public async Task Token_is_known_by_its_text_alone_and_kept_as_a_hash()
    {
        var principal = Principal();

        var token = await _tokens.CreateAsync(principal, CancellationToken.None);

        Assert.Same(principal, _tokens.Authenticate(token));
        Assert.Null(_tokens.Authenticate(token + "x"));
        Assert.Null(_tokens.Authenticate(""));
        Assert.Equal(TokenSecret.Hash(token), Assert.Single(_store.Hashes));
        Assert.DoesNotContain(token, _store.Hashes);
    }

    [Fact]
    public async Task Token_stops_at_the_moment_it_expires()
    {
        var token =
            await _tokens.CreateAsync(Principal(expiresAt: _time.GetUtcNow().AddHours(1)), CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(_tokens.Authenticate(token));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(_tokens.Authenticate(token));
    }

    [Fact]
    public async Task Revoked_token_stops_and_stays_in_the_list_with_its_first_date()
    {
        var principal = Principal();
        var token = await _tokens.CreateAsync(principal, CancellationToken.None);

        var first = await _tokens.RevokeAsync(principal.TokenId, CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));
        var second = await _tokens.RevokeAsync(principal.TokenId, CancellationToken.None);

        Assert.Null(_tokens.Authenticate(token));
        Assert.Equal(first!.RevokedAt, second!.RevokedAt);
        Assert.Equal(first.RevokedAt, Assert.Single(_tokens.List()).RevokedAt);
        Assert.Null(await _tokens.RevokeAsync(Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Token_that_could_not_be_stored_does_not_work()
    {
        _store.IsAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _tokens.AddAsync("token", Principal(), CancellationToken.None));

        Assert.Null(_tokens.Authenticate("token"));
        Assert.True(_tokens.IsEmpty);
    }

    [Fact]
    public async Task Token_whose_revocation_could_not_be_stored_goes_on_working()
    {
        var principal = Principal();
        var token = await _tokens.CreateAsync(principal, CancellationToken.None);
        _store.IsAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _tokens.RevokeAsync(principal.TokenId, CancellationToken.None));

        Assert.NotNull(_tokens.Authenticate(token));
    }

    [Fact]
    public async Task Tokens_of_an_earlier_process_work_again()
    {
        var token = await _tokens.CreateAsync(Principal(), CancellationToken.None);
        var next = new TokenRegistry(_store, _time);
        Assert.Null(next.Authenticate(token));

        await next.LoadAsync(CancellationToken.None);

        Assert.NotNull(next.Authenticate(token));
        Assert.False(next.IsEmpty);
    }

    [Fact]
    public async Task List_is_newest_first()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var principal = Principal();
            ids.Insert(0, principal.TokenId);
            await _tokens.CreateAsync(principal, CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ids, _tokens.List().Select(token => token.TokenId));
    }

    private Principal Principal(DateTimeOffset? expiresAt = null) => new()
    {
        TokenId = Guid.CreateVersion7(_time.GetUtcNow()),
        Name = "name",
        PersonId = "person",
        OrgId = "org",
        AppId = "app",
        DisplayName = "Display",
        Scopes = FrozenSet<string>.Empty,
        Roles = FrozenSet<string>.Empty,
        Created = _time.GetUtcNow(),
        ExpiresAt = expiresAt,
    };
}
