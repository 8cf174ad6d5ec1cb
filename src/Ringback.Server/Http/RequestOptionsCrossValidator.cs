using Microsoft.Extensions.Options;
using Ringback.Delivery;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>Connections to the server and to receivers together must leave this process some files for all else.</summary>
internal sealed class RequestOptionsCrossValidator(IOptions<DeliveryOptions> delivery) : IValidateOptions<RequestOptions>
{
    private const string Listening = $"{RequestOptions.SectionName}:{nameof(RequestOptions.MaxConnections)}";
    private const string Receivers = $"{DeliveryOptions.SectionName}:{nameof(DeliveryOptions.MaxConnections)}";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RequestOptions options)
    {
        var receivers = delivery.Value.MaxConnections;
        return DescriptorShares.Refuses(DescriptorLimit.Current, Listening, options.MaxConnections, Receivers, receivers) is { } complaint
            ? ValidateOptionsResult.Fail(complaint)
            : ValidateOptionsResult.Success;
    }
}
