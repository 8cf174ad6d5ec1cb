using System.Net;

namespace Ringback.Delivery.Targets;

/// <summary>A host of a URL, in the one way that rules and allow-lists go by.</summary>
internal static class TargetHost
{
    /// <summary>Lower case, ASCII, without brackets and without the dot that may end a name.</summary>
    public static string Normalize(string idnHost) => idnHost.TrimEnd('.').Trim('[', ']').ToLowerInvariant();

    /// <summary>The address that a host is, without a lookup: a literal in any spelling, or localhost; null for a name.</summary>
    public static IPAddress? Literal(string host) =>
        IPAddress.TryParse(host, out var address) ? address
        : host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal) ? IPAddress.Loopback
        : null;
}
