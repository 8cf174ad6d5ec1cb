using System.Net;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery;

/// <summary>Which targets may be called that are refused by default.</summary>
internal sealed class ConnectGuardOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Ringback:Targets";

    /// <summary>Whether loopback and private addresses may be called. Default false; <c>--dev</c> sets it.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Blocks of addresses that may be called whatever they are, as CIDR: <c>10.1.0.0/16</c>. Default none.</summary>
    public IReadOnlyList<string> AllowNetworks { get; set; } = [];

    /// <summary>
    /// Host names whose private addresses may be called: <c>hooks.internal</c>, or <c>.internal</c> for every host below
    /// it. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowHosts { get; set; } = [];
}

/// <summary>Refuses blocks that are not CIDR.</summary>
internal sealed class ConnectGuardOptionsValidator : IValidateOptions<ConnectGuardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ConnectGuardOptions options)
    {
        var wrong = options.AllowNetworks.Where(block => !IPNetwork.TryParse(block, out _)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(block =>
                $"{ConnectGuardOptions.SectionName}:AllowNetworks: \"{block}\" is not a block such as 10.1.0.0/16."));
    }
}
