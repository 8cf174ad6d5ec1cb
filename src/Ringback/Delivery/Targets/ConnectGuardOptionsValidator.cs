using System.Net;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery.Targets;

/// <summary>Refuses blocks that are not CIDR and hosts that are not host names.</summary>
internal sealed class ConnectGuardOptionsValidator : IValidateOptions<ConnectGuardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ConnectGuardOptions options)
    {
        var blocks = options.AllowNetworks.Where(block => !IPNetwork.TryParse(block, out _)).Select(block =>
            $"{ConnectGuardOptions.SectionName}:AllowNetworks: \"{block}\" is not a block such as 10.1.0.0/16.");
        var hosts = options.AllowHosts.Where(host => TargetAllowances.Normalize(host) is null).Select(host =>
            $"{ConnectGuardOptions.SectionName}:AllowHosts: \"{host}\" is not a host such as hooks.internal, "
            + "or .internal for every host below it.");
        var wrong = blocks.Concat(hosts).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
