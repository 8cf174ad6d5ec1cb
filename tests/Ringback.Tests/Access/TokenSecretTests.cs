using Ringback.Access;

namespace Ringback.Tests.Access;

public sealed class TokenSecretTests
{
    [Fact]
    public void Token_is_256_random_bits_in_safe_characters_with_a_prefix()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => TokenSecret.Create()).ToHashSet();

        Assert.Equal(1000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^rb_[A-Za-z0-9_-]{43}$", token));
    }

    [Fact]
    public void Hash_is_the_SHA_256_of_the_token() => Assert.Equal(
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", TokenSecret.Hash("abc"));
}
