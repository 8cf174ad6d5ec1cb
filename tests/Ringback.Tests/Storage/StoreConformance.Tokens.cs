using Ringback.Installation;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Token_is_read_back_as_it_was_added_and_revoked()
    {
        var token = Token();
        var plain = Token("plain") with { Emails = [], ExpiresAt = null, IsBot = false };
        await _store.AddTokenAsync("hash1", token, CancellationToken.None);
        await _store.AddTokenAsync("hash2", plain, CancellationToken.None);

        var revoked = token with { RevokedAt = Now.AddHours(1) };
        await _store.RevokeTokenAsync(revoked, CancellationToken.None);
        await ReopenAsync();
        var loaded = (await _store.LoadTokensAsync(CancellationToken.None))
            .ToDictionary(entry => entry.Hash, entry => entry.Principal);

        Assert.Equivalent(revoked, loaded["hash1"], strict: true);
        Assert.Equivalent(plain, loaded["hash2"], strict: true);
        Assert.Equal(2, loaded.Count);
    }

    [Fact]
    public async Task Hash_can_be_taken_once()
    {
        await _store.AddTokenAsync("hash", Token("first"), CancellationToken.None);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.AddTokenAsync("hash", Token("second"), CancellationToken.None));

        Assert.Equal("first",
            Assert.Single(await _store.LoadTokensAsync(CancellationToken.None)).Principal.Name);
    }
}
