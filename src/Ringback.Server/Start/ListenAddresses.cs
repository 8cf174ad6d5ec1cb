using System.Net;
using System.Net.Sockets;

namespace Ringback.Server.Start;

/// <summary>
/// Checks where the server is told to listen. The framework listens on every address when it does not know a host: a mistyped
/// address would open the server to the world.
/// </summary>
internal static class ListenAddresses
{
    private const string Urls = "Urls";
    private const string Endpoints = "Kestrel:Endpoints";
    private const string Localhost = "localhost";
    private const int MaxPort = 65_535;

    /// <summary>What is wrong, a sentence each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var urls = (configuration[Urls] ?? "").Split(';', StringSplitOptions.TrimEntries).Select(url => (Urls, url));
        var endpoints = configuration.GetSection(Endpoints).GetChildren()
            .Select(endpoint => ($"{Endpoints}:{endpoint.Key}:Url", endpoint["Url"] ?? ""));
        return urls.Concat(endpoints)
            .Select(address => Objection(address.Item2) is { } objection
                ? $"{address.Item1} \"{address.Item2}\": {objection}"
                : null)
            .OfType<string>();
    }

    private static string? Objection(string text)
    {
        if (text.Contains(',', StringComparison.Ordinal))
        {
            return "several addresses are separated by semicolons";
        }

        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return "it is not a URL such as http://127.0.0.1:5080";
        }

        return address.Scheme is not ("http" or "https") ? "the scheme must be http or https"
            : address.IsUnixPipe ? null
            : address.PathBase.Length > 0 ? "a path is not possible here; Ringback:PathBase is the setting for it"
            : address.Port is < 0 or > MaxPort ? $"the port must be 0 to {MaxPort}"
            : address.Host == Localhost && address.Port == 0 ? "localhost needs a port; 127.0.0.1:0 takes a free one"
            : IsHost(address.Host) ? null
            : "the host must be an IP address of this machine, localhost, or * for all addresses";
    }

    private static bool IsHost(string host) =>
        host is "*" or "+" or Localhost
        || (IPAddress.TryParse(host, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6
            ? host.StartsWith('[') && host.EndsWith(']')
            : address.ToString() == host));
}
