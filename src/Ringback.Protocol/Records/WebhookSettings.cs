namespace Ringback.Protocol.Records;

/// <summary>How a webhook is served, beyond what Webex's webhook object says.</summary>
/// <param name="InFlightLimit">How many attempts may be in flight, 1 to 1000; absent for the server's default.</param>
public sealed record WebhookSettings(int? InFlightLimit);
