using System.Text.Json;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>A stored event in the shape of the Webex Events API.</summary>
public sealed record EventRecord
{
    /// <summary>The id: chosen by the publisher, or made by the server.</summary>
    public required string Id { get; init; }

    /// <summary>The resource that it happened to.</summary>
    public required string Resource { get; init; }

    /// <summary>What happened; a webhook calls it <c>event</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The app that caused it, if one is known.</summary>
    public string? AppId { get; init; }

    /// <summary>The person who caused it, if one is known.</summary>
    public string? ActorId { get; init; }

    /// <summary>The org that it happened in.</summary>
    public required string OrgId { get; init; }

    /// <summary>When it happened: as the publisher says, or when it was published.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public required DateTimeOffset Created { get; init; }

    /// <summary>The whole resource, with the fields that callbacks withhold.</summary>
    [JsonConverter(typeof(CanonicalElementConverter))]
    public required JsonElement Data { get; init; }
}
