using Ringback.Installation;

namespace Ringback.Tests.Installation;

public class DescriptorSharesTests
{
    [Theory]
    [InlineData(480)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65_536)]
    [InlineData(1_048_576)]
    public void Shares_together_are_no_more_than_the_limit(int limit)
    {
        var shares = DescriptorShares.Of(limit);

        Assert.InRange(shares.Listening + shares.Receivers + shares.Lookups + shares.Files, 1, limit);
        Assert.True(shares.MaxLookups > 1);
        Assert.Null(DescriptorShares.Refuses(limit, "a", shares.Listening, "b", shares.Receivers));
    }

    [Theory]
    [InlineData(1_048_576)]
    [InlineData(null)]
    public void With_a_high_limit_the_shares_are_those_of_the_manual(int? limit) =>
        Assert.Equal(new DescriptorShares(20_000, 10_000, 512, 448), DescriptorShares.Of(limit));

    [Fact]
    public void More_connections_than_the_process_may_have_are_refused() => Assert.Equal(
        "a and b must leave 464 of the 512 files that the process may have open; they are 30 and 19.",
        DescriptorShares.Refuses(512, "a", 30, "b", 19));
}
