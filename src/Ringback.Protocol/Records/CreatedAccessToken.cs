using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ringback.Protocol.Records;

/// <summary>A new access token with the token itself, which is shown only here.</summary>
public sealed record CreatedAccessToken : AccessToken
{
    /// <summary>Makes one by its members.</summary>
    [JsonConstructor]
    public CreatedAccessToken()
    {
    }

    /// <summary>Adds the token itself, which only this answer shows.</summary>
    [SetsRequiredMembers]
    public CreatedAccessToken(AccessToken accessToken, string token)
        : base(accessToken) => Token = token;

    /// <summary>What goes into the <c>Authorization</c> header after <c>Bearer</c>.</summary>
    [JsonPropertyOrder(1)]
    public required string Token { get; init; }
}
