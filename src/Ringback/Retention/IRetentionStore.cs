namespace Ringback.Retention;

/// <summary>Removes old rows, each time so few that nobody waits for it.</summary>
internal interface IRetentionStore
{
    /// <summary>Makes ready for the days to come, where the store keeps days apart.</summary>
    Task PrepareDaysAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The webhooks with pending rows.</summary>
    Task<IReadOnlyList<Guid>> FindPendingWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>Drops pending deliveries of a webhook whose events were published before a time.</summary>
    /// <returns>How many; fewer than the limit when no more are left.</returns>
    Task<int> DropPendingBeforeAsync(Guid webhookId, DateTimeOffset published, int limit, CancellationToken cancellationToken);

    /// <summary>When the oldest event was published for which anything is pending; null when nothing is.</summary>
    Task<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellationToken);

    /// <summary>Drops events that were published before a time, with their attempts and chosen ids.</summary>
    /// <returns>Whether more may be left.</returns>
    Task<bool> DropHistoryBeforeAsync(DateTimeOffset published, int limit, CancellationToken cancellationToken);
}
