namespace Ringback.Delivery.Targets;

/// <summary>Which targets may be called that are refused by default.</summary>
internal sealed class ConnectGuardOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback:Targets";

    /// <summary>Whether loopback and private addresses may be called. Default false; <c>--dev</c> sets it.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>
    /// Blocks of addresses that may be called whatever they are, as CIDR: <c>10.1.0.0/16</c>. Default none. An IPv4 block
    /// also goes for IPv6 addresses that stand for an address in it.
    /// </summary>
    public IReadOnlyList<string> AllowNetworks { get; set; } = [];

    /// <summary>
    /// Host names whose private addresses may be called: <c>hooks.internal</c>, or <c>.internal</c> for every host below
    /// it. Default none. Link-local, metadata and other forbidden addresses are opened by <see cref="AllowNetworks"/> alone.
    /// </summary>
    public IReadOnlyList<string> AllowHosts { get; set; } = [];

    /// <summary>
    /// Whether receivers may show certificates that are self-signed, expired or for another host. For development only:
    /// anybody on the way can read and change such callbacks. Default false; <c>--dev</c> sets it unless told otherwise.
    /// </summary>
    public bool AllowInvalidCertificates { get; set; }
}
