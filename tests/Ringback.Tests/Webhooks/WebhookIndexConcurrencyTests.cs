using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

public sealed class WebhookIndexConcurrencyTests
{
    private const int Searches = 1_000;

    /// <summary>Webhooks that are there all the time, filed in each of the ways the index has.</summary>
    private static readonly RegisteredWebhook[] Lasting =
    [
        Some.Webhook(filter: "roomId=R1"),
        Some.Webhook(filter: "mentionedPeople=ann,bob"),
        Some.Webhook(filter: "hasFiles=true"),
        Some.Webhook(eventName: "all"),
        Some.Webhook("all", "all"),
        Some.Webhook(ownedBy: WebhookOwner.Org),
    ];

    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private int _searching;

    [Fact]
    public async Task A_search_during_changes_finds_each_lasting_webhook_once_old_or_new()
    {
        Array.ForEach(Lasting, _index.Put);
        _searching = 2;

        await Task.WhenAll(
            Start(Search), Start(Search), Start(ReplaceLasting), Start(PutAndRemove), Start(PutAndRemove));

        Assert.Equal(Lasting.Length, _index.Count);
    }

    private static Task Start(Action work) =>
        Task.Factory.StartNew(
            work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Search()
    {
        try
        {
            var happened = Some.Event("""{"roomId":"R1","files":["f"],"mentionedPeople":["bob","ann"]}""");
            var matches = new List<RegisteredWebhook>();
            for (var i = 0; i < Searches; i++)
            {
                matches.Clear();
                _index.Match(happened, matches);

                var ids = matches.Select(webhook => webhook.Id).ToHashSet();
                Assert.Equal(matches.Count, ids.Count);
                Assert.Superset(Lasting.Select(webhook => webhook.Id).ToHashSet(), ids);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _searching);
        }
    }

    private void ReplaceLasting()
    {
        for (var i = 0; Volatile.Read(ref _searching) > 0; i++)
        {
            _index.Put(Lasting[i % Lasting.Length] with { Name = $"name {i}" });
        }
    }

    private void PutAndRemove()
    {
        var others = Enumerable.Range(0, 100)
            .Select(i => Some.Webhook(filter: (i % 4) switch
            {
                0 => null,
                1 => "roomId=R1",
                2 => "mentionedPeople=ann,me",
                _ => "hasFiles=true",
            }, createdBy: $"p{i}"))
            .ToArray();

        while (Volatile.Read(ref _searching) > 0)
        {
            Array.ForEach(others, _index.Put);
            Array.ForEach(others, webhook => _index.Remove(webhook.Id));
        }
    }
}
