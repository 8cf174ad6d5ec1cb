using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Ringback.Server.Http;

/// <summary>Takes scheme and host of a request from trusted proxies, so that links lead back by the same way.</summary>
internal static class Proxies
{
    /// <summary>Adds the rule that <c>UseForwardedHeaders</c> keeps.</summary>
    public static void AddProxies(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>()
            .BindConfiguration(ProxyOptions.SectionName)
            .Configure<IConfiguration>(static (options, configuration) =>
            {
                // One value of the environment, which binding would pass over in silence.
                var key = $"{ProxyOptions.SectionName}:{nameof(ProxyOptions.TrustedProxies)}";
                if (configuration[key] is { Length: > 0 } list)
                {
                    options.TrustedProxies = list.Split(',', StringSplitOptions.TrimEntries);
                }
            });
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<ProxyOptions>>(static (headers, options) =>
        {
            // Empty lists would trust everybody.
            headers.ForwardedHeaders = options.Value.TrustedProxies.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.ForwardLimit = null;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in options.Value.TrustedProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                {
                    headers.KnownProxies.Add(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
                }
                else
                {
                    headers.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
                }
            }
        });
    }
}
