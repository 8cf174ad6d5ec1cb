using Ringback.HostNames;

namespace Ringback.Tests.HostNames;

public class TargetUrlTests
{
    [Theory]
    [InlineData("http://\u00c4rzte-hook.test/x", "xn--rzte-hook-u2a.test")] // a capital that is not ASCII
    [InlineData("http://a\u0308rzte-hook.test/x", "xn--rzte-hook-u2a.test")] // a letter and its dots apart
    [InlineData("http://A\u0308RZTE-HOOK.TEST/x", "xn--rzte-hook-u2a.test")]
    [InlineData("http://XN--RZTE-HOOK-U2A.test/x", "xn--rzte-hook-u2a.test")]
    [InlineData("http://xn--rzte-hook-u2a.test./x", "xn--rzte-hook-u2a.test")]
    [InlineData("http://fa\u00df.de/", "xn--fa-hia.de")] // not transitional
    [InlineData("http://FA\u1e9e.de/", "xn--fa-hia.de")]
    [InlineData("http://\u03b2\u03cc\u03bb\u03bf\u03c2.com/", "xn--nxasmm1c.com")]
    [InlineData("http://\u0130stanbul.test/", "xn--istanbul-o0e.test")]
    [InlineData("http://\u65e5\u672c\u8a9e\u3002\uff2a\uff30/", "xn--wgv71a119e.jp")] // ideographic dot, full-width letters
    [InlineData("http://\uff28\uff4f\uff4f\uff4b\uff53.example/", "hooks.example")]
    [InlineData("http://\u212aelvin.example/", "kelvin.example")]
    [InlineData("http://\u05e2\u05d1\u05e8\u05d9\u05ea.example/", "xn--5dbqzzl.example")] // right to left
    [InlineData("http://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com/", "xn--mgba3gch31f060k.com")] // a joiner where it belongs
    [InlineData("http://\ud55c\uad6d.kr/", "xn--3e0b707e.kr")]
    [InlineData("http://\u1112\u1161\u11ab\u1100\u116e\u11a8.kr/", "xn--3e0b707e.kr")] // the same in single letters
    [InlineData("http://hooks\u200b.test/", "hooks.test")] // invisible, and left out
    [InlineData("http://\ufeffhooks.test/", "hooks.test")]
    [InlineData("http://soft\u00adhyphen.test/", "softhyphen.test")]
    [InlineData("http://HOOKS.Example./", "hooks.example")]
    [InlineData("http://under_score.example/", "under_score.example")]
    [InlineData("http://_dmarc.example/", "_dmarc.example")]
    [InlineData("http://\uff11\uff12\uff17.0.0.1/", "127.0.0.1")] // full-width digits
    [InlineData("http://\u2460\u2461\u2466.0.0.1/", "127.0.0.1")] // digits in circles
    [InlineData("http://127\u30020\u30020\u30021/", "127.0.0.1")]
    [InlineData("http://2130706433/", "127.0.0.1")]
    [InlineData("http://0x7f.1./", "127.0.0.1")]
    [InlineData("http://0177.0.0.1/", "127.0.0.1")]
    [InlineData("http://127.0.0.1./", "127.0.0.1")]
    [InlineData("http://[::1]:81/", "::1")]
    [InlineData("http://user:p%40ss@\u00c4rzte.test/", "xn--rzte-koa.test")]
    public void Host_has_one_spelling(string text, string host)
    {
        Assert.True(TargetUrl.TryParse(text, out var url, out var problem), problem);

        Assert.Equal(host, url.IdnHost);
        Assert.True(TargetUrl.TryParse(url.AbsoluteUri, out var again, out _));
        Assert.Equal(url, again);
    }

    [Theory]
    [InlineData("http://\u202e.test/")]
    [InlineData("http://\u202ehooks.test/")]
    [InlineData("http://\u200ehooks.test/")]
    [InlineData("http://a\u2100b.test/")] // would become "aa/cb"
    [InlineData("http://evil.test\uff0f.good.test/")]
    [InlineData("http://evil.test\uff1f.good.test/")]
    [InlineData("http://evil.test\uff20good.test/")]
    [InlineData("http://a\uff05b.test/")]
    [InlineData("http://\u0301hooks.test/")] // begins with a mark
    [InlineData("http://a\u200db.test/")] // a joiner where there is nothing to join
    [InlineData("http://\u05d0a.test/")] // two directions in one label
    [InlineData("http://a\u05d0.test/")]
    [InlineData("http://a..test/")]
    [InlineData("http://a\u3002\u3002test/")]
    [InlineData("http://./")]
    [InlineData("http://\u3002/")]
    [InlineData("http://\u200b/")]
    [InlineData("http://xn--rzte-hook-pta.test/")] // stands for a capital
    [InlineData("http://xn--a.test/")]
    [InlineData("http://xn--.test/")]
    [InlineData("http://xn--hooks-.test/")]
    [InlineData("http://xn--99999999.test/")]
    [InlineData("http://ex%00mple.test/")]
    [InlineData("http://[fe80::1%25eth0]/")] // a zone means something on one machine only
    [InlineData("http://[fe80::1%1]/")]
    [InlineData("http://a b.test/")]
    [InlineData("http://*.test/")]
    [InlineData("http://\ud800.test/")] // half a character
    [InlineData("ftp://hooks.test/")]
    [InlineData("hooks.test")]
    [InlineData("http:///path")]
    [InlineData("http:\\\\\u00c4rzte.test\\")]
    [InlineData("https://")]
    public void Host_that_is_none_is_refused_in_words(string text)
    {
        Assert.False(TargetUrl.TryParse(text, out var url, out var problem), url?.IdnHost);

        Assert.Matches("^(cannot be called: (the host name|a zone) |must be an absolute http or https URL)", problem);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Part_of_a_name_has_63_characters_at_most(int length, bool isGood) =>
        Assert.Equal(isGood, TargetUrl.TryParse($"http://{new string('a', length)}.test/", out _, out _));

    [Theory]
    [InlineData(124, true)] // 124 times "a." and "test" are 252
    [InlineData(125, false)]
    [InlineData(130, false)]
    public void Name_has_253_characters_at_most(int parts, bool isGood) => Assert.Equal(
        isGood, TargetUrl.TryParse($"http://{string.Concat(Enumerable.Repeat("a.", parts))}test/", out _, out _));

    [Theory]
    [InlineData("http://\u00c4.test/shop/index.php?option=billing&task=hook", "/shop/index.php?option=billing&task=hook")]
    [InlineData("http://\u00c4.test", "/")]
    [InlineData("http://\u00c4.test?code=1", "/?code=1")]
    [InlineData("http://\u00c4.test/a%2Fb%252Fc?sig=%2bAb%2f%3d", "/a%2Fb%252Fc?sig=%2bAb%2f%3d")]
    [InlineData("http://hooks.test.//double//slash?a=1&&b==2", "//double//slash?a=1&&b==2")]
    [InlineData("http://\u00c4.test/p?", "/p?")]
    [InlineData("http://hooks.test./\u00e9?\u00fc=\u00f6", "/%C3%A9?%C3%BC=%C3%B6")]
    [InlineData("http://\u00c4.test/a;b=c,d?r=http://x/y?z=1&b=%26", "/a;b=c,d?r=http://x/y?z=1&b=%26")]
    public void What_follows_the_host_stays_as_it_is(string text, string pathAndQuery)
    {
        Assert.True(TargetUrl.TryParse(text, out var url, out _));

        Assert.Equal(pathAndQuery, url.PathAndQuery);
    }

    [Theory]
    [InlineData("http://\u00c4.test:8080/", 8080)]
    [InlineData("https://\u00c4.test/", 443)]
    [InlineData("https://\u00c4.test:/", 443)]
    public void Port_stays_as_it_is(string text, int port)
    {
        Assert.True(TargetUrl.TryParse(text, out var url, out _));

        Assert.Equal(port, url.Port);
    }

    [Fact]
    public void User_and_password_stay_as_they_are()
    {
        Assert.True(TargetUrl.TryParse("http://J\u00fcrgen:p%40ss@\u00c4.test/", out var url, out _));

        Assert.Equal("J%C3%BCrgen:p%40ss", url.UserInfo);
    }
}
