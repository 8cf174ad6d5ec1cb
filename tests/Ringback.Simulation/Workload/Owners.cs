using Ringback.Installation;
using Ringback.Protocol.Records;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Receivers;
using Ringback.Webhooks.Rules;

namespace Ringback.Simulation.Workload;

/// <summary>Owners of webhooks: they make, change and delete them, one change of a webhook at a time.</summary>
internal sealed class Owners(SimulatedWorld world)
{
    private const int MostWebhooks = 100;

    private readonly Random _chance = world.Plan.Chance("owners");
    private int _changes;

    /// <summary>Makes a webhook.</summary>
    public void Make()
    {
        var draft = new WebhookDraft
        {
            Name = NextName(),
            TargetUrl = NextUrl(),
            Secret = NextSecret(),
            Resource = "messages",
            Event = "created",
            Filter = _chance.Next(3) > 0 ? null : $"roomId={Rooms.All[_chance.Next(Rooms.All.Length)]}",
        };
        if (world.Ledger.Webhooks.Count < MostWebhooks)
        {
            var owner = Principals.Of(Principals.Persons[_chance.Next(Principals.Persons.Count)]);
            Do(async process => await process.Registry.CreateAsync(draft, owner, CancellationToken.None));
        }
    }

    /// <summary>Changes a webhook, if there is one that may be changed.</summary>
    public void Change()
    {
        if (AnyOf(static webhook => true) is { } webhook)
        {
            var kind = _chance.Next(5);
            var limit = _chance.Next(3) == 0 ? (int?)null : 1 + _chance.Next(12);
            var draft = new WebhookDraft
            {
                Name = NextName(),
                TargetUrl = kind is 0 or 1 ? NextUrl() : null,
                Secret = kind is 1 or 2 ? NextSecret() : null,
                Status = kind == 3 ? (webhook.Current!.IsActive ? "inactive" : "active") : null,
            };
            Do(webhook, async process => _ = kind == 4
                ? await process.Registry.SetAsync(
                    webhook.Id, new WebhookSettings(limit), Principals.Of(webhook.Owner), CancellationToken.None)
                : await process.Registry.UpdateAsync(webhook.Id, draft, Principals.Of(webhook.Owner), CancellationToken.None));
        }
    }

    /// <summary>Deletes a webhook, if there is one that may be deleted.</summary>
    public void Delete()
    {
        if (AnyOf(static webhook => true) is { } webhook)
        {
            Do(webhook, async process =>
                await process.Registry.DeleteAsync(webhook.Id, Principals.Of(webhook.Owner), CancellationToken.None));
        }
    }

    /// <summary>Makes some of the inactive webhooks active again.</summary>
    public void ReactivateSome()
    {
        foreach (var webhook in world.Ledger.Webhooks.Where(webhook => IsFree(webhook) && !webhook.Current!.IsActive).ToList())
        {
            if (_chance.Next(3) > 0)
            {
                Reactivate(webhook);
            }
        }
    }

    private void Reactivate(WebhookEntry webhook) => Do(webhook, async process => await process.Registry.UpdateAsync(
        webhook.Id, new WebhookDraft { Name = NextName(), Status = "active" }, Principals.Of(webhook.Owner), CancellationToken.None));

    private WebhookEntry? AnyOf(Func<WebhookEntry, bool> condition)
    {
        var free = world.Ledger.Webhooks.Where(webhook => IsFree(webhook) && condition(webhook)).ToList();
        return free.Count == 0 ? null : free[_chance.Next(free.Count)];
    }

    private bool IsFree(WebhookEntry webhook) => webhook is { IsBeingChanged: false, IsDeleted: false }
        && world.Process.Index.Find(webhook.Id) is not null && webhook.Current is not null;

    private void Do(WebhookEntry webhook, Func<SimulatedProcess, Task> change)
    {
        webhook.IsBeingChanged = true;
        Do(async process =>
        {
            await change(process);
            webhook.IsBeingChanged = false;
        }, () => webhook.IsBeingChanged = false);
    }

    private void Do(Func<SimulatedProcess, Task> change, Action? refused = null)
    {
        if (world.Process.State != ProcessState.Running)
        {
            refused?.Invoke();
            return;
        }

        world.Process.Work.Post(async () =>
        {
            try
            {
                await change(world.Process);
            }
            catch (StoreUnavailableException)
            {
                refused?.Invoke();
            }
        });
    }

    private string NextName() => $"name {++_changes}";

    private string NextUrl() => ReceiverPark.UrlOf(_chance.Next(ReceiverPark.Count), ++_changes);

    private string NextSecret() => _chance.Next(4) == 0 ? "" : $"secret {++_changes}";
}
