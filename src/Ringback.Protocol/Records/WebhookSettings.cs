using System.ComponentModel.DataAnnotations;

namespace Ringback.Protocol.Records;

/// <summary>How a webhook is served, as far as Webex's webhook object has no field for it.</summary>
/// <remarks>
/// The same on the wire, in the engine and in the database's column. A new setting is a member here, a rule in
/// <c>WebhookSettingsChecker</c>, and where it is used.
/// </remarks>
/// <param name="InFlightLimit">How many attempts may be in flight, 1 to 1000; absent for the server's default.</param>
public sealed record WebhookSettings([property: Range(1, FieldLimits.InFlight)] int? InFlightLimit = null)
{
    /// <summary>The settings of a webhook that has none.</summary>
    public static WebhookSettings None { get; } = new();
}
