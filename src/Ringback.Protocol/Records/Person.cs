using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>Who a token speaks for, as <c>GET /v1/people/me</c> answers.</summary>
public sealed record Person
{
    /// <summary>The id of the person or bot.</summary>
    public required string Id { get; init; }

    /// <summary>The email addresses of the person or bot.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    /// <summary>The name of the person or bot, for others to read.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The org of the person.</summary>
    public required string OrgId { get; init; }

    /// <summary>When the person was created.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public required DateTimeOffset Created { get; init; }

    /// <summary><c>person</c> or <c>bot</c>.</summary>
    [AllowedValues("person", "bot")]
    public required string Type { get; init; }
}
