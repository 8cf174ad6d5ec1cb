namespace Ringback.Server.Http;

/// <summary>A member of a request record: its name on the wire and how it is read.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Utf8Name">The name in UTF-8.</param>
/// <param name="Read">Reads its value into a record.</param>
internal sealed record RequestMember<T>(string Name, byte[] Utf8Name, RequestMemberReading<T> Read);
