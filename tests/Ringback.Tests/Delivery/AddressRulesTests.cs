using System.Net;
using CsCheck;
using Ringback.Delivery.Targets;

namespace Ringback.Tests.Delivery;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("192.168.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.254")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0")]
    [InlineData("127.1.2.3")]
    [InlineData("127.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd7a:115c:a1e0::1")]
    [InlineData("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::c0a8:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe")] // Teredo around 127.0.0.1
    [InlineData("2001:0:4136:e378:8000:63bf:f5ff:fffe")] // Teredo around 10.0.0.1
    public void Private_address_is_private(string address) =>
        Assert.Equal(AddressTier.Private, AddressRules.Judge(IPAddress.Parse(address))?.Tier);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("0.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("::ffff:100.100.100.200")]
    [InlineData("64:ff9b::168.63.129.16")]
    [InlineData("100:0:0:1::1")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("233.252.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.254")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::2")]
    [InlineData("::127.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("::ffff:0.0.0.1")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("::ffff:255.255.255.255")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b::255.255.255.255")]
    [InlineData("64:ff9b:0:1::8.8.8.8")]
    [InlineData("64:ff9a::1")] // all of ::/8 is reserved, whatever the neighbours of NAT64 may be elsewhere
    [InlineData("64:ff9c::1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("100::1")]
    [InlineData("100::ffff:ffff:ffff:ffff")]
    [InlineData("2001:1::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:1ff:ffff::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:0:4136:e378:8000:63bf:5601:5601")] // Teredo around 169.254.169.254
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("3fff::1")]
    [InlineData("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("5f00::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fec0::1")]
    [InlineData("feff:ffff::1")]
    [InlineData("ff00::1")]
    [InlineData("ff02::2")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Address_that_is_nobodys_is_forbidden(string address) =>
        Assert.Equal(AddressTier.Forbidden, AddressRules.Judge(IPAddress.Parse(address))?.Tier);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.254")]
    [InlineData("100.128.0.1")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("192.0.3.1")]
    [InlineData("192.88.98.1")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("198.51.99.255")]
    [InlineData("203.0.114.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:200::1")]
    [InlineData("100:0:0:2::1")]
    [InlineData("168.63.129.15")]
    [InlineData("2001:db9::1")]
    [InlineData("3fff:1000::1")]
    [InlineData("5f01::1")]
    [InlineData("fbff:ffff::1")]
    [InlineData("fe00::1")]
    [InlineData("fe7f:ffff::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:f7f7:f7f7")] // Teredo around 8.8.8.8
    public void Public_address_may_be_called(string address) =>
        Assert.Null(AddressRules.Judge(IPAddress.Parse(address)));

    [Fact]
    public void Wrapped_address_is_judged_as_what_is_inside() => Gen.Byte.Array[4].Sample(bytes =>
    {
        var inside = AddressRules.Judge(new IPAddress(bytes))?.Tier;
        byte[] mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, .. bytes];
        byte[] nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes];
        byte[] sixToFour = [0x20, 0x02, .. bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        byte[] teredo = [0x20, 0x01, 0, 0, 8, 8, 8, 8, 0, 0, 1, 2, .. bytes.Select(unit => (byte)~unit)];

        Assert.All([mapped, nat64, sixToFour, teredo],
            wrapped => Assert.Equal(inside, AddressRules.Judge(new IPAddress(wrapped))?.Tier));
    });

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("169.254.169.254", "link-local and cloud metadata")]
    [InlineData("::ffff:127.0.0.1", "loopback, inside an IPv4-mapped address")]
    [InlineData("64:ff9b::7f00:1", "loopback, inside a NAT64 address")]
    [InlineData("2002:7f00:1::", "loopback, inside a 6to4 address")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe", "loopback, inside a Teredo address")]
    public void Rule_has_a_name_for_the_owner_of_the_webhook(string address, string name) =>
        Assert.Equal(name, AddressRules.Judge(IPAddress.Parse(address))?.Name);
}
