using System.Text.Json;
using System.Text.Json.Nodes;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>An event of the demo, with what its publisher knows of it.</summary>
/// <param name="Publication">The event as it is sent to <c>POST /v1/events</c>.</param>
/// <param name="Carried">The data that a callback must carry: the published data without the withheld fields.</param>
internal sealed record DemoEvent(EventPublication Publication, JsonElement Carried)
{
    /// <summary>The id that its publisher chose.</summary>
    public string Id => Publication.Id!;

    /// <summary>Resource and type: <c>messages created</c>.</summary>
    public string What => $"{Publication.Resource} {Publication.Type}";

    /// <summary>Makes an event of its data.</summary>
    /// <param name="world">Draws the event's id.</param>
    /// <param name="what">Resource and type: <c>messages created</c>.</param>
    /// <param name="data">The resource that it happened to, with the fields that a callback withholds.</param>
    /// <param name="actor">Who did it; null when the resource does not say.</param>
    /// <param name="withheld">The fields that a callback must not carry.</param>
    /// <param name="visibleTo">Who may see it; null for everyone.</param>
    public static DemoEvent Create(
        DemoWorld world,
        string what,
        JsonObject data,
        DemoPerson? actor,
        IReadOnlyList<string> withheld,
        IReadOnlyList<string>? visibleTo)
    {
        var words = what.Split(' ');
        var publication = new EventPublication
        {
            Id = world.NewId(WebexIdTypes.Event),
            Resource = words[0],
            Type = words[1],
            ActorId = actor?.Id,
            Data = JsonElement.Parse(data.ToJsonString()),
            VisibleTo = visibleTo,
        };
        foreach (var field in withheld)
        {
            data.Remove(field);
        }

        return new DemoEvent(publication, JsonElement.Parse(data.ToJsonString()));
    }

    /// <summary>Whether a person may see it.</summary>
    public bool IsSeenBy(string personId) => Publication.VisibleTo?.Contains(personId) != false;

    /// <summary>Whether a field of the published data is a text equal to the value.</summary>
    public bool Has(string field, string value) =>
        Publication.Data.TryGetProperty(field, out var found) && found.ValueEquals(value);

    /// <summary>Whether it mentions a person.</summary>
    public bool Mentions(DemoPerson person) =>
        Publication.Data.TryGetProperty("mentionedPeople", out var people)
        && people.EnumerateArray().Any(mentioned => mentioned.ValueEquals(person.Id));
}
