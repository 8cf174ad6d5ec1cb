namespace Ringback.Storage.Maintenance;

/// <summary>Rules that need more than a few words, the same for every database.</summary>
internal static class StoreRules
{
    /// <summary>Deliveries of a webhook that is being deleted are without it for a moment.</summary>
    public const string PendingWebhook = "Every pending delivery has its webhook";

    /// <summary>The shard of a row is the last byte of its webhook's id.</summary>
    public const string Shard = "Every row is in the shard of its webhook";
}
