using System.Net;

namespace Ringback.Delivery.Targets;

/// <summary>Looks up the addresses of a host: DNS in production, a table in a test.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);
