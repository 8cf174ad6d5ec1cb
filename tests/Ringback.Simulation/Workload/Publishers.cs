using System.Text;
using System.Text.Json;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Webhooks;

namespace Ringback.Simulation.Workload;

/// <summary>Publishers that send each event under an id of their own, again and again until they are told that it is committed.</summary>
internal sealed class Publishers(SimulatedWorld world)
{
    private readonly Random _chance = world.Plan.Chance("publishers");
    private readonly List<Publication> _publications = [];
    private readonly byte[][] _rooms =
        [.. Rooms.All.Select(room => Encoding.UTF8.GetBytes($$"""{"id":"message","roomId":"{{room}}","text":"secret"}"""))];

    private int _events;

    /// <summary>Publishes something.</summary>
    public void Publish()
    {
        var drafts = new EventDraft[_chance.Next(3) == 0 ? 1 + _chance.Next(5) : 1];
        for (var i = 0; i < drafts.Length; i++)
        {
            drafts[i] = new EventDraft
            {
                Id = $"event-{++_events}",
                Resource = "messages",
                Type = "created",
                Data = _rooms[_chance.Next(_rooms.Length)],
            };
        }

        var publication = new Publication(drafts);
        _publications.Add(publication);
        Send(publication);
    }

    /// <summary>Publishers that were not answered send again.</summary>
    public void ProcessEnded()
    {
        foreach (var publication in _publications.Where(publication => publication.IsUnderWay))
        {
            Again(publication);
        }
    }

    /// <summary>A publication that was never answered; null when all were.</summary>
    public string? Objection() => _publications.Find(publication => !publication.IsAcknowledged) is { } lost
        ? $"The publisher of {lost.Drafts[0].Id} was never answered."
        : null;

    private void Send(Publication publication)
    {
        if (world.Process.State != ProcessState.Running)
        {
            Again(publication);
            return;
        }

        publication.IsUnderWay = true;
        world.Process.Work.Post(async () => await SendAsync(publication, world.Process));
    }

    private void Again(Publication publication)
    {
        publication.IsUnderWay = false;
        world.Agenda.After(TimeSpan.FromSeconds(_chance.NextDouble() * 20), () => Send(publication));
    }

    private async Task SendAsync(Publication publication, SimulatedProcess process)
    {
        try
        {
            var expected = publication.Drafts.Select(draft => Matching(process, draft)).ToList();
            var result = await process.Publisher.PublishAsync(publication.Drafts, Principals.Publisher, CancellationToken.None);
            var commits = ((PublishResult.Published)result).Commits;
            publication.IsUnderWay = false;
            publication.IsAcknowledged = true;
            world.Ledger.Acknowledged(commits);
            Check(commits, expected);
        }
        catch (StoreUnavailableException)
        {
            Again(publication);
        }
    }

    private HashSet<Guid> Matching(SimulatedProcess process, EventDraft draft)
    {
        var room = JsonElement.Parse(draft.Data.Span).GetProperty("roomId").GetString();
        var holds = world.Plan.Service.HoldsWhileInactive;
        return [.. process.Ledger.Webhooks
            .Where(webhook => process.Index.Find(webhook.Id) is { } known && (webhook.Room is null || webhook.Room == room)
                && (holds || known.Status == WebhookStatus.Active))
            .Select(webhook => webhook.Id)];
    }

    private void Check(IReadOnlyList<EventCommit> commits, List<HashSet<Guid>> expected)
    {
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i];
            world.Trace.Add("acknowledged event", _events, commit.Matched, () => $"{commit.Event.PublicId} {commit.IsDuplicate}");
            if (world.Disk.FindEvent(commit.Event.PublicId) is not { } durable || durable.Matches.Length != commit.Matched)
            {
                world.Ledger.Violate($"{commit.Event.PublicId} was acknowledged and is not durable.");
            }

            if (!expected[i].SetEquals(commit.Matches.Select(match => match.WebhookId)))
            {
                world.Ledger.Violate($"{commit.Event.PublicId} matched other webhooks than it should.");
            }
        }
    }
}
