using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Ringback.Delivery.Targets;

/// <summary>
/// The address blocks that callbacks must not reach, from the IANA special-purpose registries. Addresses that carry an
/// IPv4 address inside (mapped, NAT64, 6to4, Teredo) are judged by what is inside.
/// </summary>
internal static class AddressRules
{
    private const string Metadata = "cloud metadata";

    // The first block that fits counts.
    private static readonly (IPNetwork Block, AddressTier Tier, string Name)[] Blocks =
    [
        Forbidden("100.100.100.200/32", Metadata),
        Forbidden("168.63.129.16/32", Metadata),
        Forbidden("fd00:ec2::/32", Metadata),
        Forbidden("fd20:ce::/32", Metadata),
        Forbidden("0.0.0.0/8", "unspecified (this network)"),
        Private("10.0.0.0/8", "private (RFC 1918)"),
        Private("100.64.0.0/10", "carrier-grade NAT"),
        Private("127.0.0.0/8", "loopback"),
        Forbidden("169.254.0.0/16", "link-local and cloud metadata"),
        Private("172.16.0.0/12", "private (RFC 1918)"),
        Forbidden("192.0.0.0/24", "reserved for protocols"),
        Forbidden("192.0.2.0/24", "documentation"),
        Forbidden("192.88.99.0/24", "reserved (6to4 relay)"),
        Private("192.168.0.0/16", "private (RFC 1918)"),
        Private("198.18.0.0/15", "benchmarking"),
        Forbidden("198.51.100.0/24", "documentation"),
        Forbidden("203.0.113.0/24", "documentation"),
        Forbidden("224.0.0.0/4", "multicast"),
        Forbidden("240.0.0.0/4", "reserved or broadcast"),
        Private("::1/128", "loopback"),
        Forbidden("::/8", "unspecified or reserved"),
        Forbidden("64:ff9b:1::/48", "local-use NAT64"),
        Forbidden("100::/64", "discard-only"),
        Forbidden("100:0:0:1::/64", "reserved (dummy prefix)"),
        Forbidden("2001::/23", "reserved for protocols"),
        Forbidden("2001:db8::/32", "documentation"),
        Forbidden("3fff::/20", "documentation"),
        Forbidden("5f00::/16", "segment routing"),
        Private("fc00::/7", "unique local"),
        Forbidden("fe80::/10", "link-local"),
        Forbidden("fec0::/10", "site-local"),
        Forbidden("ff00::/8", "multicast"),
    ];

    /// <summary>The block that an address falls into; null when it is an ordinary public address.</summary>
    public static (AddressTier Tier, string Name)? Judge(IPAddress address)
    {
        var (inside, wrapping) = Unwrap(address);
        foreach (var (block, tier, name) in Blocks)
        {
            if (block.BaseAddress.AddressFamily == inside.AddressFamily && block.Contains(inside))
            {
                return (tier, wrapping is null ? name : $"{name}, inside {wrapping}");
            }
        }

        return null;
    }

    /// <summary>
    /// The IPv4 address that an IPv6 address stands for, with what it is wrapped in; else the address itself, without
    /// its scope.
    /// </summary>
    public static (IPAddress Inside, string? Wrapping) Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return (address, null);
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return (address.MapToIPv4(), "an IPv4-mapped address");
        }

        var bytes = address.GetAddressBytes();
        var first = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var second = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2));
        return (first, second) switch
        {
            (0x0064, 0xff9b) when !bytes.AsSpan(4, 8).ContainsAnyExcept((byte)0) =>
                (new IPAddress(bytes.AsSpan(12, 4)), "a NAT64 address"),
            (0x2002, _) => (new IPAddress(bytes.AsSpan(2, 4)), "a 6to4 address"),
            (0x2001, 0) => (Inverted(bytes.AsSpan(12, 4)), "a Teredo address"),
            _ => (new IPAddress(bytes), null),
        };
    }

    private static IPAddress Inverted(ReadOnlySpan<byte> bytes) =>
        new([(byte)~bytes[0], (byte)~bytes[1], (byte)~bytes[2], (byte)~bytes[3]]);

    private static (IPNetwork, AddressTier, string) Forbidden(string block, string name) =>
        (IPNetwork.Parse(block), AddressTier.Forbidden, name);

    private static (IPNetwork, AddressTier, string) Private(string block, string name) =>
        (IPNetwork.Parse(block), AddressTier.Private, name);
}
