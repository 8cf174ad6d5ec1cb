namespace Ringback.Delivery.Schedule;

/// <summary>What a delivery is made for; the numbers are stored. Only an ordinary one counts for its webhook's health.</summary>
internal enum DeliveryPurpose
{
    /// <summary>An event was published that the webhook matched.</summary>
    Ordinary = 0,

    /// <summary>Somebody asked for it again.</summary>
    Resent = 1,

    /// <summary>It was failed, held or never made, and was recovered with others.</summary>
    Recovered = 2,

    /// <summary>A test callback: tried once, and never again.</summary>
    Ping = 3,
}
