namespace Ringback.Server.Http;

/// <summary>The body of a request, or why it was not read.</summary>
internal readonly record struct RequestBytes(ReadOnlyMemory<byte> Text, ApiErrorResult? Refusal);
