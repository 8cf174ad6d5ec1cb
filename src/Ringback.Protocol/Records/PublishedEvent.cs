using System.Text.Json.Serialization;

namespace Ringback.Protocol.Records;

/// <summary>What became of a published event.</summary>
/// <param name="Id">The id of the event: the publisher's choice, or made by the server.</param>
/// <param name="Matched">How many webhooks it goes to; 0 when it was refused.</param>
/// <param name="Duplicate">
/// Whether the same event had been published under this id before, so that this one did nothing. Left out of the JSON when
/// false.
/// </param>
/// <param name="Error">
/// Why this event of a batch was refused, while the others were published: its id was used for another event. Left out of the
/// JSON when it was not.
/// </param>
public sealed record PublishedEvent(
    string Id,
    int Matched,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Duplicate = false,
    ErrorDescription? Error = null);
