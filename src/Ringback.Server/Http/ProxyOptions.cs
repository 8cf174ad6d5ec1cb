namespace Ringback.Server.Http;

/// <summary>Whose word the server takes for who asked it, and how.</summary>
internal sealed class ProxyOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback";

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> count, as addresses or CIDR:
    /// <c>192.168.1.5</c>, <c>10.0.0.0/8</c>; one value may list several, with commas. Default none: the headers are
    /// ignored.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// The path under which clients see the server, as <c>/ringback</c>: links begin with it, whether a proxy takes it off the
    /// requests or not. Default none.
    /// </summary>
    public string PathBase { get; set; } = "";
}
