namespace Ringback.Protocol.Records;

/// <summary>One thing that was wrong.</summary>
/// <param name="Description">A sentence about it.</param>
public sealed record ErrorDescription(string Description);
