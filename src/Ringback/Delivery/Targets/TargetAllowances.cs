using System.Net;
using Ringback.HostNames;

namespace Ringback.Delivery.Targets;

/// <summary>The addresses that the allow-lists open, although they are refused by default.</summary>
internal sealed class TargetAllowances(ConnectGuardOptions options)
{
    private readonly IPNetwork[] _networks = [.. options.AllowNetworks.Select(block => IPNetwork.Parse(block))];
    private readonly string[] _hosts = [.. options.AllowHosts.Select(ToAscii)];

    /// <summary>Whether an address may be called all the same.</summary>
    /// <param name="host">The host whose address it is, normalized.</param>
    /// <param name="address">The address: IPv4 where IPv6 only wraps it.</param>
    /// <param name="tier">How firmly it is refused.</param>
    public bool Allow(string host, IPAddress address, AddressTier tier) =>
        (tier == AddressTier.Private && (options.AllowPrivate || Array.Exists(_hosts, allowed => Fits(host, allowed))))
        || Array.Exists(_networks,
            block => block.BaseAddress.AddressFamily == address.AddressFamily && block.Contains(address));

    /// <summary>An entry in the spelling in which hosts are compared; null when it is no host name.</summary>
    public static string? Normalize(string entry) =>
        TargetUrl.TryParse($"http://{entry.TrimStart('.')}/", out var url, out _)
        && url is { PathAndQuery: "/", UserInfo: "", IsDefaultPort: true, IdnHost.Length: > 0 }
        && !entry.Contains('*', StringComparison.Ordinal)
            ? (entry.StartsWith('.') ? "." : "") + TargetHost.Normalize(url.IdnHost)
            : null;

    private static string ToAscii(string entry) => Normalize(entry) ?? entry;

    private static bool Fits(string host, string allowed) =>
        allowed.StartsWith('.') ? host.EndsWith(allowed, StringComparison.Ordinal) : host == allowed;
}
