using CsCheck;
using Ringback.Protocol.Ids;

namespace Ringback.Tests.Protocol;

public class WebexTimestampTests
{
    [Fact]
    public void A_time_is_written_in_UTC_and_cut_to_milliseconds()
    {
        var time = new DateTimeOffset(2015, 10, 18, 16, 26, 16, TimeSpan.FromHours(2)).AddTicks(9_999);

        Assert.Equal("2015-10-18T14:26:16.000Z", WebexTimestamp.Format(time));
    }

    [Theory]
    [InlineData("2015-10-18T14:26:16Z", "2015-10-18T14:26:16.000Z")]
    [InlineData("2015-10-18T14:26:16+00:00", "2015-10-18T14:26:16.000Z")]
    [InlineData("2015-10-18T14:26:16-00:00", "2015-10-18T14:26:16.000Z")]
    [InlineData("2015-10-18T14:26:16.5+05:30", "2015-10-18T08:56:16.500Z")]
    [InlineData("2015-10-18T14:26:16.12-0800", "2015-10-18T22:26:16.120Z")]
    [InlineData("2015-10-18T14:26:16.9999999Z", "2015-10-18T14:26:16.999Z")]
    [InlineData("2015-10-18T14:26:16.123456789Z", "2015-10-18T14:26:16.123Z")]
    [InlineData("2016-02-29T23:59:59.999+23:59", "2016-02-29T00:00:59.999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    public void A_time_with_a_zone_is_read(string text, string expected)
    {
        Assert.True(WebexTimestamp.TryParse(text, out var time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(expected, WebexTimestamp.Format(time));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2015-10-18")]
    [InlineData("2015-10-18T14:26:16")]
    [InlineData("2015-10-18T14:26:16.000")]
    [InlineData("2015-10-18T14:26Z")]
    [InlineData("2015-10-18 14:26:16Z")]
    [InlineData("2015-10-18T14:26:16.Z")]
    [InlineData("2015-10-18T14:26:16,5Z")]
    [InlineData("2015-10-18T14:26:16.١Z")]
    [InlineData("2015-10-18T14:26:16z")]
    [InlineData("2015-10-18T14:26:16ZZ")]
    [InlineData("2015-10-18T14:26:16 Z")]
    [InlineData(" 2015-10-18T14:26:16Z")]
    [InlineData("2015-10-18T14:26:16Z\n")]
    [InlineData("2015-10-18T14:26:16+1")]
    [InlineData("2015-10-18T14:26:16+01")]
    [InlineData("2015-10-18T14:26:16+01:0")]
    [InlineData("2015-10-18T14:26:16+01:60")]
    [InlineData("2015-10-18T14:26:16+24:00")]
    [InlineData("2015-10-18T14:26:16+-1:00")]
    [InlineData("2015-13-18T14:26:16Z")]
    [InlineData("2015-02-29T14:26:16Z")]
    [InlineData("2015-10-18T24:00:00Z")]
    [InlineData("2015-10-18T14:26:60Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("1445178376")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(WebexTimestamp.TryParse(text, out _));
    }

    [Fact]
    public void Every_time_comes_back_as_it_was_written()
    {
        Gen.DateTimeOffset.Sample(time =>
            WebexTimestamp.TryParse(WebexTimestamp.Format(time), out var parsed)
            && parsed.UtcTicks == time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond));
    }

    [Fact]
    public void No_text_makes_reading_throw()
    {
        Gen.Select(Gen.String, Gen.Int[0, 24]).Sample((text, place) =>
            WebexTimestamp.TryParse("2015-10-18T14:26:16.000Z".Insert(place, text), out _) == (text.Length == 0)
            || text.All(char.IsAsciiDigit));
    }
}
