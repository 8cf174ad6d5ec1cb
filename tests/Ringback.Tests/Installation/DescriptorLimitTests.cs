using Ringback.Installation;

namespace Ringback.Tests.Installation;

public class DescriptorLimitTests
{
    private const string Limits = """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             unlimited            unlimited            processes
        Max open files            {0}                20000                files
        Max locked memory         8388608              8388608              bytes
        """;

    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("unlimited", null)]
    public void Soft_limit_is_read_from_the_systems_text(string soft, int? limit) =>
        Assert.Equal(limit, DescriptorLimit.Parse(Limits.Replace("{0}", soft, StringComparison.Ordinal)));

    [Fact]
    public void Text_without_the_line_tells_no_limit() => Assert.Null(DescriptorLimit.Parse("Max processes 1 1 processes"));
}
