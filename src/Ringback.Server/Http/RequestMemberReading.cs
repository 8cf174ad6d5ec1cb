namespace Ringback.Server.Http;

/// <summary>Reads the value that is next into a member of a record.</summary>
internal delegate void RequestMemberReading<T>(ref FieldReader reader, RequestRecord<T> into);
