using System.Net;
using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>Refuses a proxy that is neither an address nor a block, and a base that is no path.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var wrong = options.TrustedProxies
            .Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
            .Select(proxy => $"{ProxyOptions.SectionName}:{nameof(ProxyOptions.TrustedProxies)}: \"{proxy}\" is neither "
                + "an address such as 192.168.1.5 nor a block such as 10.0.0.0/8.")
            .ToList();
        if (options.PathBase.Length > 0 && !IsPath(options.PathBase))
        {
            wrong.Add($"{ProxyOptions.SectionName}:{nameof(ProxyOptions.PathBase)} must be a path such as /ringback; "
                + $"\"{options.PathBase}\" came");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsPath(string text) =>
        text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal) && !text.AsSpan().ContainsAny("?#\\ ");
}
