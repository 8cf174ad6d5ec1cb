using System.ComponentModel.DataAnnotations;

namespace Ringback.Protocol.Records;

/// <summary>
/// What is optional about a webhook, beyond Webex's webhook object: on the wire, in the engine and in its column. A new
/// setting is a member here, a rule in <c>WebhookSettingsChecker</c>, and where it is used.
/// </summary>
/// <param name="InFlightLimit">How many attempts may be in flight, 1 to 1000; absent for the server's default.</param>
public sealed record WebhookSettings([property: Range(1, FieldLimits.InFlight)] int? InFlightLimit = null)
{
    /// <summary>The settings of a webhook that has none.</summary>
    public static WebhookSettings None { get; } = new();
}
