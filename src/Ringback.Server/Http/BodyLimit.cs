namespace Ringback.Server.Http;

/// <summary>How long the body of a route may be, as metadata of the route.</summary>
/// <param name="Bytes">The limit, in bytes.</param>
internal sealed record BodyLimit(int Bytes);
