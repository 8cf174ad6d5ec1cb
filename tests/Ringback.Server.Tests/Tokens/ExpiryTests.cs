using Ringback.Cli.Tokens;
using Ringback.Protocol.Ids;

namespace Ringback.Server.Tests.Tokens;

/// <summary>When a token expires, as it is written on the command line.</summary>
public sealed class ExpiryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30d", "2026-04-09T12:00:00.000Z")]
    [InlineData("12h", "2026-03-11T00:00:00.000Z")]
    [InlineData("2030-12-31", "2030-12-31T00:00:00.000Z")]
    [InlineData("2030-12-31T10:30Z", "2030-12-31T10:30:00.000Z")]
    [InlineData("2030-12-31T10:30:15+02:00", "2030-12-31T08:30:15.000Z")]
    [InlineData("2030-12-31T10:30:15.250Z", "2030-12-31T10:30:15.250Z")]
    public void Time_is_read(string text, string expected)
    {
        var time = Expiry.Parse(text, Now);

        Assert.NotNull(time);
        Assert.Equal(expected, WebexTimestamp.Format(time.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("30 d")]
    [InlineData("30m")]
    [InlineData("99999999d")]
    [InlineData("2147483647h")]
    [InlineData("31.12.2030")]
    [InlineData("2030-13-01")]
    public void Anything_else_is_no_time(string text)
    {
        Assert.Null(Expiry.Parse(text, Now));
    }
}
