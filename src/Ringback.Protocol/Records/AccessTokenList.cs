namespace Ringback.Protocol.Records;

/// <summary>The access tokens of an org.</summary>
/// <param name="Items">The tokens, newest first.</param>
public sealed record AccessTokenList(IReadOnlyList<AccessToken> Items);
