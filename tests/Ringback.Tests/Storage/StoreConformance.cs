using System.Collections.Frozen;
using System.Text;
using Ringback.Access;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Storage;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Storage;

/// <summary>
/// What the engine relies on in a store, whatever the database: derived once for each. Every test has a store of its
/// own.
/// </summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private IStore _store = null!;

    /// <summary>Opens the test's store; again after it was closed, on the same data.</summary>
    private protected abstract Task<IStore> OpenAsync();

    /// <summary>Has the database itself refuse every attempt, or no more.</summary>
    private protected abstract Task RefuseAttemptsAsync(bool isRefused);

    /// <summary>Runs a statement beside the store, which the engine has none for.</summary>
    private protected abstract Task ExecuteAsync(string sql);

    /// <summary>Removes the test's data.</summary>
    private protected abstract ValueTask RemoveAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await RemoveAsync();
    }

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = await OpenAsync();
    }

    private Task CommitAsync(params EventCommit[] commits) =>
        _store.CommitEventsAsync(commits, static _ => { }, CancellationToken.None).WithinLimit();

    private Task<LanePage?> ReadLaneAsync(Guid webhookId, DateTimeOffset until, int limit = 1000)
    {
        var page = new TaskCompletionSource<LanePage?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.ReadLane(new LanePageRequest(webhookId, "org", until, limit), page.SetResult);
        return page.Task.WithinLimit();
    }

    private async Task<IReadOnlyList<Guid>> PendingOfAsync(Guid webhookId) =>
        [.. (await ReadLaneAsync(webhookId, DateTimeOffset.MaxValue))!.Deliveries
            .Select(delivery => delivery.DeliveryId)];

    private Task RecordAsync(OutcomeCommit outcome)
    {
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Record(outcome, _ => recorded.SetResult());
        return recorded.Task.WithinLimit();
    }

    private static EventCommit Commit(
        string? chosenId = null, DateTimeOffset? at = null, string data = "{}", DateTimeOffset? published = null,
        params Guid[] webhooks) => new(
        new WebhookEvent
        {
            Id = published is { } time ? Guid.CreateVersion7(time) : Guid.CreateVersion7(),
            PublicId = chosenId ?? "made by the server",
            HasChosenId = chosenId is not null,
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            ActorId = "actor 😀",
            Created = Now.AddMilliseconds(7),
            Data = Encoding.UTF8.GetBytes(data),
            VisibleTo = ["ann", "bob"],
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        },
        [.. webhooks.Select(webhook => new EventMatch(webhook, Guid.CreateVersion7()))],
        at ?? Now);

    private static OutcomeCommit Outcome(
        DueDelivery delivery, DeliveryVerdict verdict, DateTimeOffset? nextDue = null, HealthRecord? health = null) =>
            new(
        delivery,
        new AttemptRecord
        {
            WebhookId = delivery.WebhookId,
            DeliveryId = delivery.DeliveryId,
            EventId = delivery.Event.Id,
            Number = delivery.Attempts + 1,
            WebhookVersion = 3,
            StartedAt = Now,
            Waited = TimeSpan.FromHours(30),
            Duration = TimeSpan.FromMilliseconds(12.5),
            Timing = new AttemptTiming { Tls = TimeSpan.FromMicroseconds(7), Body = TimeSpan.Zero },
            Outcome = "rejected",
            Status = 500,
            Error = "The receiver answered 500.",
            Address = "127.0.0.1",
            ResponseHeaders = "Server: é\n",
            ResponseBody = [0, 255, 10],
        },
        verdict,
        nextDue)
            {
                Health = health,
            };

    private static DueDelivery Due(EventCommit commit, int match = 0) =>
        new(commit.Matches[match].WebhookId, commit.Matches[match].DeliveryId, commit.Event, commit.PublishedAt, 0);

    private static StoredWebhook Webhook(
        Guid? id = null, string orgId = "org", string createdBy = "ann", string appId = "app",
        WebhookOwner ownedBy = WebhookOwner.Creator) => new(
        id ?? Guid.CreateVersion7(), orgId, createdBy, appId, true, "name 😀 \"é\" \u2028", "https://example.com/😀?a=b",
        "messages", "created", "roomId=r1", [0, 1, 255], WebhookStatus.Inactive, ownedBy, Now, """{"inFlightLimit":17}""", 1, null);

    private static Principal Token(string name = "name") => new()
    {
        TokenId = Guid.CreateVersion7(),
        Name = name,
        PersonId = "person",
        OrgId = "org",
        AppId = "app",
        IsBot = true,
        DisplayName = "Display 😀",
        Emails = ["a@example.com", "b@example.com"],
        Scopes = new[] { "spark:all", "ringback:publish" }.ToFrozenSet(),
        Roles = new[] { "admin" }.ToFrozenSet(),
        Created = Now,
        ExpiresAt = Now.AddDays(1),
    };
}
