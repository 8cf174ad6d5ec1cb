using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery.Targets;

/// <summary>
/// Keeps callbacks away from addresses that are none of their business. Addresses are judged after DNS, at the moment of
/// connecting, and the judged address is the one that is dialled, so a name cannot change its mind in between. When any
/// address of a name is refused, the name is.
/// </summary>
internal sealed partial class ConnectGuard(
    IOptions<ConnectGuardOptions> options, OwnEndpoints? own = null, ILogger<ConnectGuard>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<ConnectGuard>.Instance;
    private readonly Lazy<TargetAllowances> _allowed = new(() => new TargetAllowances(options.Value));

    /// <inheritdoc cref="ConnectGuardOptions.AllowInvalidCertificates"/>
    public bool AllowsInvalidCertificates => options.Value.AllowInvalidCertificates;

    /// <summary>Ends once it is known what this server itself listens on: nothing may be judged before.</summary>
    public Task Ready => own?.Known ?? Task.CompletedTask;

    /// <summary>Why a URL could never be called, as far as that shows without a lookup; null when it may.</summary>
    public string? Refuses(Uri url)
    {
        if (url.Port == 0)
        {
            return "there is no port 0";
        }

        var host = TargetHost.Normalize(url.IdnHost);
        return TargetHost.Literal(host) is { } address && Judge(host, address, url.Port) is { } rule
            ? $"{host} is {rule}, which is not allowed"
            : null;
    }

    /// <summary>Lets the addresses of a host pass, or none of them.</summary>
    /// <exception cref="AddressBlockedException">One of them may not be called.</exception>
    public void Check(string host, IReadOnlyList<IPAddress> addresses, int port)
    {
        foreach (var address in addresses)
        {
            if (Judge(host, address, port) is { } rule)
            {
                Log.Refused(_logger, host, port, address, rule);
                throw new AddressBlockedException(address, rule);
            }
        }
    }

    /// <summary>The rule that forbids an address; null when it may be called.</summary>
    private string? Judge(string host, IPAddress address, int port)
    {
        var (inside, _) = AddressRules.Unwrap(address);
        if (own is not null && own.Contains(inside, port))
        {
            return "this server's own";
        }

        return AddressRules.Judge(address) is var (tier, rule) && !_allowed.Value.Allow(host, inside, tier) ? rule : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 50, Level = LogLevel.Warning, EventName = "target.refused",
            Message = "{Host}:{Port} may not be called: {Address} is {Rule}")]
        public static partial void Refused(ILogger logger, string host, int port, IPAddress address, string rule);
    }
}
