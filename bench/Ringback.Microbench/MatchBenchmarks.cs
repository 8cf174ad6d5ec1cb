using BenchmarkDotNet.Attributes;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Microbench;

/// <summary>Finding the webhooks that an event matches, in an org with few and with many.</summary>
public class MatchBenchmarks
{
    private const int Fanout = 10;

    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly List<RegisteredWebhook> _matches = [];
    private EventToMatch[] _events = [];
    private EventToMatch _stranger;
    private int _next;

    /// <summary>Webhooks of the org, ten in each room.</summary>
    [Params(10, 1_000, 100_000)]
    public int Webhooks { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _index.Put([.. Enumerable.Range(0, Webhooks).Select(number => Samples.Webhook(number, $"roomId={Room(number)}"))]);
        var random = new Random(1);
        _events = [.. Enumerable.Range(0, 1_000).Select(_ => Samples.ToMatch(Samples.Message(Room(random.Next(Webhooks)))))];
        _stranger = Samples.ToMatch(Samples.Message("no room"));
    }

    /// <summary>An event in a room with ten webhooks.</summary>
    [Benchmark]
    public int MatchTen()
    {
        _next = (_next + 1) % _events.Length;
        return Match(in _events[_next]);
    }

    /// <summary>An event in a room without any.</summary>
    [Benchmark]
    public int MatchNone() => Match(in _stranger);

    private static string Room(int webhook) => $"Y2lzY29zcGFyazovL3VzL1JPT00vMDE5MGE2YzQtN2QyZS03MDAwLTgwMDAt{webhook / Fanout:x12}";

    private int Match(in EventToMatch candidate)
    {
        _matches.Clear();
        _index.Match(in candidate, _matches);
        return _matches.Count;
    }
}
