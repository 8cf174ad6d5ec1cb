using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Ringback.Filters;

namespace Ringback.Microbench;

/// <summary>Whether the filter of one webhook wants an event.</summary>
public class FilterBenchmarks
{
    private const string RoomId = "Y2lzY29zcGFyazovL3VzL1JPT00vMDE5MGE2YzQtN2QyZS03MDAwLTgwMDAt";
    private WebhookFilter _filter = WebhookFilter.None;
    private JsonElement _data;

    /// <summary>The filter; each matches.</summary>
    [Params(
        "roomId=" + RoomId,
        "roomType=group&personEmail=matt@example.com",
        "hasFiles=true",
        "mentionedPeople=" + Samples.PersonId,
        "roomId=" + RoomId + "&roomType=group&hasFiles=true&mentionedPeople=" + Samples.PersonId)]
    public string Filter { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _filter = Samples.Filter(Filter);
        _data = JsonElement.Parse(Samples.Message(RoomId));
        if (!Matches())
        {
            throw new InvalidOperationException($"'{Filter}' does not match.");
        }
    }

    [Benchmark]
    public bool Matches() => _filter.Matches(_data, Samples.PersonId, Samples.PersonId);

    [Benchmark]
    public object Parse() => Samples.Filter(Filter);
}
