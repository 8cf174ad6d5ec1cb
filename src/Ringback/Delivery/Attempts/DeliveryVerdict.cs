namespace Ringback.Delivery.Attempts;

/// <summary>What an attempt means for its delivery; the numbers are stored.</summary>
internal enum DeliveryVerdict
{
    /// <summary>It was received: the delivery is over.</summary>
    Delivered = 0,

    /// <summary>It failed and will be tried again.</summary>
    Retrying = 1,

    /// <summary>It failed for the last time: the delivery is over.</summary>
    Failed = 2,
}
