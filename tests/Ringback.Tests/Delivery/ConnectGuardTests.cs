using Microsoft.Extensions.Options;
using Ringback.Delivery.Targets;
using Ringback.HostNames;

namespace Ringback.Tests.Delivery;

public sealed class ConnectGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://user:pass@127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://user:pass@[::1]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://0/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://0x7f.1./")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST:81/")]
    [InlineData("http://localhost./")]
    [InlineData("http://hooks.localhost/")]
    [InlineData("https://127\u30020\u30020\u30021/")] // ideographic full stops
    [InlineData("https://\uff11\uff12\uff17.0.0.1/")] // full-width digits
    [InlineData("https://\u2460\u2461\u2466.0.0.1/")] // digits in circles
    [InlineData("https://\uff4cocalhost/")]
    [InlineData("https://100.100.100.200/")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://8.8.8.8:0/")]
    public void Literal_address_that_may_not_be_called_is_refused_in_whatever_spelling(string url) =>
        Assert.NotNull(Guard().Refuses(Parse(url)));

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://127.0.0.1.example.com/")]
    [InlineData("https://127.0.0.1.nip.io/")]
    [InlineData("https://localhost.example.com/")]
    [InlineData("https://notlocalhost/")]
    [InlineData("https://user:pass@example.com:8443/?a=127.0.0.1#[::1]")]
    public void Name_and_public_address_are_judged_when_they_are_dialled(string url) =>
        Assert.Null(Guard().Refuses(Parse(url)));

    [Fact]
    public void Refusal_names_the_address_and_the_rule() => Assert.Equal(
        "169.254.169.254 is link-local and cloud metadata, which is not allowed",
        Guard().Refuses(Parse("http://169.254.169.254/")));

    [Theory]
    [InlineData("http://127.0.0.1/", true)]
    [InlineData("http://[fd00::1]/", true)]
    [InlineData("http://10.1.1.1/", true)]
    [InlineData("http://169.254.169.254/", false)]
    [InlineData("http://0.0.0.0/", false)]
    [InlineData("http://[fe80::1]/", false)]
    [InlineData("http://[::ffff:169.254.169.254]/", false)]
    [InlineData("http://[fd00:ec2::254]/", false)]
    [InlineData("http://100.100.100.200/", false)]
    [InlineData("http://100.100.100.201/", true)]
    [InlineData("http://localhost/", true)]
    public void Switch_for_private_addresses_does_not_open_forbidden_ones(string url, bool isAllowed) =>
        Assert.Equal(isAllowed, Guard(new ConnectGuardOptions { AllowPrivate = true }).Refuses(Parse(url)) is null);

    [Theory]
    [InlineData("http://10.1.2.3/", true)]
    [InlineData("http://10.2.2.3/", false)]
    [InlineData("http://[::ffff:10.1.2.3]/", true)]
    [InlineData("http://[64:ff9b::a01:203]/", true)]
    [InlineData("http://169.254.169.254/", true)]
    [InlineData("http://169.254.169.253/", false)]
    [InlineData("http://[fd00::1]/", true)]
    [InlineData("http://[fd01::1]/", false)]
    public void Allowed_networks_open_what_they_name_and_no_more(string url, bool isAllowed) => Assert.Equal(
        isAllowed,
        Guard(new ConnectGuardOptions { AllowNetworks = ["10.1.0.0/16", "169.254.169.254/32", "fd00::/16"] })
            .Refuses(Parse(url)) is null);

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("ten")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    public void Network_that_is_none_stops_the_start(string network) => Assert.True(
        new ConnectGuardOptionsValidator()
            .Validate(null, new ConnectGuardOptions { AllowNetworks = [network] }).Failed);

    [Theory]
    [InlineData("hooks.internal", true)]
    [InlineData(".internal", true)]
    [InlineData("b\u00fccher.example", true)]
    [InlineData("*.internal", false)]
    [InlineData("http://hooks.internal", false)]
    [InlineData("hooks.internal/path", false)]
    [InlineData("hooks.internal:8080", false)]
    [InlineData("user@hooks.internal", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    public void Allowed_host_that_is_none_stops_the_start(string host, bool isValid) => Assert.Equal(
        isValid,
        new ConnectGuardOptionsValidator().Validate(null, new ConnectGuardOptions { AllowHosts = [host] }).Succeeded);

    private static Uri Parse(string text) => TargetUrl.TryParse(text, out var url, out var problem)
        ? url
        : throw new ArgumentException(problem, nameof(text));

    private static ConnectGuard Guard(ConnectGuardOptions? options = null) =>
        new(Options.Create(options ?? new ConnectGuardOptions()));
}
