using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Ringback.Access;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Secrets;

namespace Ringback.Server.Tests.Store;

/// <summary>
/// Some of everything that a store holds. Of the events, number <c>i</c> was published <c>i % 5</c> days ago and goes to two
/// webhooks: the first has it delivered, the second has failed once or is pending.
/// </summary>
internal static class StoreSample
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Fills an empty store; the key in the folder is made when missing.</summary>
    public static async Task FillAsync(IStore store, string keyFolder, int events)
    {
        using var protector = new SecretProtector(new SecretKeyFile(
            Microsoft.Extensions.Options.Options.Create(new DataFolderOptions { Data = keyFolder })));
        var webhooks = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            var id = Guid.CreateVersion7(Now);
            webhooks.Add(id);
            await store.AddWebhookAsync(
                new StoredWebhook(id, $"org{i % 2}", "ann", "app", i == 3, "name 😀 \u2028", "https://example.com/😀", "messages",
                    "created", i == 0 ? null : "roomId=r1", protector.Protect(id, i == 1 ? null : new SigningSecrets("secret é", Now)),
                    (WebhookStatus)(i % 2), (WebhookOwner)(i / 4), Now, i == 2 ? """{"inFlightLimit":17}""" : null, 1, [(byte)i]),
                new ChangedBy(ChangeCause.Administration, Now), CancellationToken.None);
        }

        await AddTokensAsync(store);
        foreach (var part in Enumerable.Range(0, events).Chunk(500))
        {
            var commits = part.Select(i => Commit(i, webhooks)).ToList();
            await store.CommitEventsAsync(commits, static _ => { }, CancellationToken.None);
            await RecordAsync(store, [.. commits.SelectMany(Outcomes)]);
        }

        await store.SaveHealthAsync(
            new HealthRecord(webhooks[5], [Now.AddMinutes(-2), Now.AddMinutes(-1)], Now, true), CancellationToken.None);
        await store.SaveHealthAsync(new HealthRecord(webhooks[6], [Now], null, false), CancellationToken.None);
    }

    /// <summary>An event of a person's, delivered to one webhook and pending for another.</summary>
    public static async Task AddEventAsync(IStore store, string chosenId, string? actor, string[]? visibleTo, string data)
    {
        var ids = new ConcurrentQueue<Guid>();
        await store.LoadWebhooksAsync<string>(
            row =>
            {
                if (row.OrgId == "org0")
                {
                    ids.Enqueue(row.Id);
                }

                return null;
            },
            static _ => { },
            CancellationToken.None);
        var webhooks = ids.Order().ToList();
        var commit = Commit(chosenId, Guid.CreateVersion7(), "org0", actor, visibleTo, data, webhooks[0], webhooks[1]);
        await store.CommitEventsAsync([commit], static _ => { }, CancellationToken.None);
        await RecordAsync(store, [Outcome(commit, 0, DeliveryVerdict.Delivered)]);
    }

    private static async Task AddTokensAsync(IStore store)
    {
        for (var i = 0; i < 3; i++)
        {
            var token = new Principal
            {
                TokenId = Guid.CreateVersion7(),
                Name = $"token {i}",
                PersonId = "ann",
                OrgId = $"org{i}",
                AppId = "app",
                IsBot = i == 1,
                DisplayName = "Ann 😀",
                Emails = i == 0 ? [] : ["a@example.com", "b@example.com"],
                Scopes = new[] { "spark:all", "ringback:publish" }.ToFrozenSet(),
                Roles = i == 0 ? FrozenSet<string>.Empty : new[] { "admin" }.ToFrozenSet(),
                Created = Now,
                ExpiresAt = i == 2 ? Now.AddDays(1) : null,
                RevokedAt = i == 2 ? Now : null,
            };
            await store.AddTokenAsync($"hash{i}", token, CancellationToken.None);
            if (token.RevokedAt is not null)
            {
                await store.RevokeTokenAsync(token, CancellationToken.None);
            }
        }
    }

    private static EventCommit Commit(int i, List<Guid> webhooks)
    {
        var published = Now.AddDays(-(i % 5)).AddMilliseconds(-i);
        var (first, second) = (2 * (i % 4) + (i % 2), (2 * (i % 4) + (i % 2) + 2) % 8);
        return Commit(i % 3 == 0 ? null : $"chosen {i} 😀", Guid.CreateVersion7(published), $"org{i % 2}",
            i % 4 == 0 ? null : "actor", i % 2 == 0 ? null : ["ann", "bob"],
            $"{{\"id\":\"m{i}\",\"text\":\"{new string('x', i % 100)} é 😀\"}}", webhooks[first], webhooks[second]);
    }

    private static EventCommit Commit(
        string? chosenId, Guid id, string org, string? actor, string[]? visibleTo, string data, params Guid[] webhooks) => new(
        new WebhookEvent
        {
            Id = id,
            PublicId = chosenId ?? "made by the server",
            HasChosenId = chosenId is not null,
            OrgId = org,
            Resource = "messages",
            Type = "created",
            ActorId = actor,
            Created = EventTime.Of(id),
            Data = Encoding.UTF8.GetBytes(data),
            VisibleTo = visibleTo,
            TraceParent = chosenId is null ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" : null,
        },
        [.. webhooks.Select(webhook => new EventMatch(webhook, Guid.CreateVersion7(EventTime.Of(id))))],
        EventTime.Of(id));

    private static IEnumerable<OutcomeCommit> Outcomes(EventCommit commit, int i)
    {
        yield return Outcome(commit, 0, DeliveryVerdict.Delivered);
        if (i % 2 == 0)
        {
            yield return Outcome(commit, 1, DeliveryVerdict.Retrying);
        }
    }

    private static OutcomeCommit Outcome(EventCommit commit, int match, DeliveryVerdict verdict)
    {
        var (webhookId, deliveryId) = commit.Matches[match];
        return new OutcomeCommit(
            new DueDelivery(webhookId, deliveryId, commit.Event, commit.PublishedAt, 0),
            new AttemptRecord
            {
                WebhookId = webhookId,
                DeliveryId = deliveryId,
                EventId = commit.Event.Id,
                Number = 1,
                StartedAt = commit.PublishedAt.AddSeconds(1),
                Duration = TimeSpan.FromMilliseconds(12.5),
                Outcome = verdict == DeliveryVerdict.Delivered ? "delivered" : "rejected",
                Status = verdict == DeliveryVerdict.Delivered ? 200 : 500,
                Error = verdict == DeliveryVerdict.Delivered ? null : "The receiver \0 answered 500.",
                Address = "127.0.0.1",
                ResponseHeaders = "Server: é\n",
                ResponseBody = verdict == DeliveryVerdict.Delivered ? [] : [0, 255, 10],
            },
            verdict,
            verdict == DeliveryVerdict.Retrying ? commit.PublishedAt.AddTicks(12_345_678_901) : null);
    }

    private static async Task RecordAsync(IStore store, IReadOnlyList<OutcomeCommit> outcomes)
    {
        var left = outcomes.Count;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var outcome in outcomes)
        {
            store.Record(outcome, _ =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            });
        }

        await done.Task.WithinAsync("record of outcomes");
    }
}
