using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Log;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Delivery;

/// <summary>The scheduler with the real runner over a store, receivers and a clock that only move when a test moves them.</summary>
internal sealed class SchedulerRig : IDisposable, ISecretKey
{
    private readonly ManualTaskScheduler _tasks = new();
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly SecretProtector _secrets;
    private readonly WebhookRegistry _registry;

    /// <summary>Makes one with webhooks that all match every event.</summary>
    /// <param name="options">How they are delivered.</param>
    /// <param name="webhooks">How many there are.</param>
    /// <param name="change">What is different about a webhook, by its number.</param>
    /// <param name="log">The log of attempts.</param>
    /// <param name="feed">Where it is told what happened.</param>
    public SchedulerRig(
        DeliveryOptions options, int webhooks = 1, Func<RegisteredWebhook, int, RegisteredWebhook>? change = null,
        ILogger<AttemptRunner>? log = null, DeliveryFeed? feed = null)
    {
        // Awaits go on where they ended, and not on a thread of the test runner.
        SynchronizationContext.SetSynchronizationContext(null);
        Webhooks = [.. Enumerable.Range(0, webhooks)
            .Select(number => Tests.Webhooks.Some.Webhook(id: Guid.CreateVersion7()) with { TargetUrl = $"https://{number}.test/" })
            .Select((webhook, number) => change?.Invoke(webhook, number) ?? webhook)];
        Array.ForEach(Webhooks, _index.Put);
        _secrets = new SecretProtector(this);
        var whole = Options.Create(new RingbackOptions());
        _registry = new WebhookRegistry(
            WebhookStore, _index, new WebhookDraftChecker(WebhookCatalogue.Webex, _ => null, whole), new WebhookClaims(whole),
            _secrets, whole, Time, NullLogger<WebhookRegistry>.Instance);
        var runner = new AttemptRunner(
            new CallbackComposer(WebhookCatalogue.Webex, Time), Sender, Options.Create(options), Time, () => 0.5,
            log ?? NullLogger<AttemptRunner>.Instance);
        Scheduler = new DeliveryScheduler(
            _index, _registry, Store, runner, Options.Create(options), Time, NullLogger<DeliveryScheduler>.Instance, _tasks,
            feed);
        new AllShards().StartAsync(Scheduler, CancellationToken.None).GetAwaiter().GetResult();
        _registry.Changed += Scheduler.WebhookChanged;
    }

    /// <summary>The webhooks.</summary>
    public RegisteredWebhook[] Webhooks { get; }

    /// <summary>The clock.</summary>
    public SkewedTimeProvider Time { get; } = new(Some.Now);

    /// <summary>The rows.</summary>
    public StubDeliveryStore Store { get; } = new();

    /// <summary>Where webhooks are kept.</summary>
    public StubWebhookStore WebhookStore { get; } = new();

    /// <summary>The receivers.</summary>
    public StubCallbackSender Sender { get; } = new();

    /// <summary>What is tested.</summary>
    public DeliveryScheduler Scheduler { get; }

    /// <summary>Publishes events now, all in one commit, for all webhooks or some of them.</summary>
    public void Publish(int events, string data = "{}", IEnumerable<RegisteredWebhook>? matching = null)
    {
        var commits = Enumerable.Range(0, events).Select(_ => new EventCommit(
            new WebhookEvent
            {
                Id = Guid.CreateVersion7(),
                PublicId = "event",
                OrgId = "org",
                Resource = "messages",
                Type = "created",
                Created = Some.Now,
                Data = Encoding.UTF8.GetBytes(data),
            },
            [.. (matching ?? Webhooks).Select(webhook => new EventMatch(webhook.Id, Guid.CreateVersion7()))],
            Time.GetUtcNow())).ToList();
        commits.ForEach(Store.Add);
        Scheduler.HandOver(commits);
        _tasks.RunAll();
    }

    /// <summary>Finds a delivery of the first webhook in the store, as a sweep does.</summary>
    public async Task FindAsync(DeliveryPurpose purpose, int attempts = 0, int ladderFrom = 1)
    {
        Store.Put(new DueDelivery(Webhooks[0].Id, Guid.CreateVersion7(), Some.Event, Time.GetUtcNow(), attempts)
        {
            Purpose = purpose,
            LadderFrom = ladderFrom,
        });
        await Scheduler.SweepAsync(CancellationToken.None);
        Settle();
    }

    /// <summary>The status of the first webhook.</summary>
    public WebhookStatus Status => _index.Find(Webhooks[0].Id)!.Status;

    /// <summary>Makes all webhooks active or inactive.</summary>
    public void Set(WebhookStatus status)
    {
        foreach (var webhook in Webhooks)
        {
            var before = _index.Find(webhook.Id)!;
            var after = before with { Status = status };
            _index.Put(after);
            Scheduler.WebhookChanged(new WebhookChange(before, after));
        }

        _tasks.RunAll();
    }

    /// <summary>Deletes a webhook, as far as the scheduler learns of it.</summary>
    public void Delete(RegisteredWebhook webhook)
    {
        _index.Remove(webhook.Id);
        Scheduler.WebhookChanged(new WebhookChange(webhook, null));
        _tasks.RunAll();
    }

    /// <summary>Answers the oldest callback in flight.</summary>
    public void Answer(int status)
    {
        Sender.Answer(status);
        _tasks.RunAll();
    }

    /// <summary>Lets the oldest callback in flight run out of time.</summary>
    public void TimeOut()
    {
        Sender.TimeOut();
        _tasks.RunAll();
    }

    /// <summary>Ends the oldest callback in flight by a fault of our own.</summary>
    public void Fail(OwnFault fault)
    {
        Sender.Fail(fault);
        _tasks.RunAll();
    }

    /// <summary>Lets the store commit and read, and what follows from it happen.</summary>
    public void Settle()
    {
        while (Store.Work())
        {
            _tasks.RunAll();
        }
    }

    /// <summary>Lets time pass in steps of a second.</summary>
    public void Pass(TimeSpan time)
    {
        for (var end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            _tasks.RunAll();
            Settle();
        }
    }

    /// <inheritdoc/>
    public byte[] Load() => new byte[32];

    /// <inheritdoc/>
    public void Dispose()
    {
        Scheduler.Dispose();
        _registry.Dispose();
        _secrets.Dispose();
    }
}
