using System.Text.Json.Serialization;

namespace Ringback.Protocol.Records;

/// <summary>What became of a published event.</summary>
/// <param name="Id">The id of the event: the publisher's choice, or made by the server.</param>
/// <param name="Matched">How many webhooks it goes to.</param>
/// <param name="Duplicate">
/// Whether an event of this id had been published before, so that this one did nothing. Left out of the JSON when
/// false.
/// </param>
public sealed record PublishedEvent(
    string Id,
    int Matched,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Duplicate = false);
