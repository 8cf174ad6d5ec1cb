namespace Ringback.Storage.Maintenance;

/// <summary>Something that has to be so in a database; each has its own way to find out.</summary>
/// <param name="Check">A word for programs.</param>
/// <param name="Text">A sentence for people, without its full stop.</param>
/// <param name="Example">What to name as an example of a row that breaks the rule.</param>
internal sealed record StoreRule(string Check, string Text, string Example)
{
    /// <summary>An attempt could not be composed without it.</summary>
    public static readonly StoreRule PendingEvent = new("pending-event", "Every pending delivery has its event", "delivery");

    /// <summary>Deliveries of a webhook that is being deleted are without it for a moment.</summary>
    public static readonly StoreRule PendingWebhook =
        new("pending-webhook", "Every pending delivery has its webhook", "webhook");

    /// <summary>An attempt and what it means for its delivery are one transaction.</summary>
    public static readonly StoreRule PendingOver =
        new("pending-over", "No delivery is pending that an attempt has ended", "delivery");

    /// <summary>Every change of a webhook and the row of its version are one transaction.</summary>
    public static readonly StoreRule PresentVersion =
        new("webhook-version", "Every webhook has the row of its present version", "webhook");

    /// <summary>Deleting a webhook takes it along.</summary>
    public static readonly StoreRule HealthWebhook =
        new("health-webhook", "What is kept of failures belongs to a webhook", "webhook");

    /// <summary>The shard of a row is the last byte of its webhook's id.</summary>
    public static readonly StoreRule Shard = new("shard", "Every row is in the shard of its webhook", "webhook");

    /// <summary>What was found out.</summary>
    /// <param name="problems">How often it is not so.</param>
    /// <param name="example">One for which it is not so; null when there is none.</param>
    public Finding Found(long problems, string? example) =>
        new(Check, Text, problems, problems == 0 ? null : $"for example {Example} {example}");
}
