using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Ringback.Server.Http;

/// <summary>Takes scheme, host and path prefix of a request from trusted proxies, so that links lead back by the same way.</summary>
internal static class Proxies
{
    /// <summary>Adds the rule that <c>UseForwardedHeaders</c> keeps.</summary>
    public static void AddProxies(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>()
            .BindConfiguration(ProxyOptions.SectionName)
            .Configure<IConfiguration>(static (options, configuration) =>
            {
                options.TrustedProxies = SettingList.Read(
                    configuration, $"{ProxyOptions.SectionName}:{nameof(ProxyOptions.TrustedProxies)}") ?? [];
            });
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<ProxyOptions>>(static (headers, options) =>
        {
            // Empty lists would trust everybody.
            headers.ForwardedHeaders = options.Value.TrustedProxies.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
                    | ForwardedHeaders.XForwardedPrefix;
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

    /// <summary>
    /// Puts the path under which clients see the server before that of each request, in links: a proxy may have taken it off
    /// without a word, or left it where it is.
    /// </summary>
    public static IApplicationBuilder UseBasePath(this IApplicationBuilder app)
    {
        PathString basePath = app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value.PathBase.TrimEnd('/');
        return !basePath.HasValue ? app : app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(basePath, out var rest))
            {
                context.Request.Path = rest;
            }

            if (!context.Request.PathBase.HasValue)
            {
                context.Request.PathBase = basePath;
            }

            return next(context);
        });
    }
}
