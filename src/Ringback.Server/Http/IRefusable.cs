namespace Ringback.Server.Http;

/// <summary>What a handler gets of a request, unless the request is refused before.</summary>
internal interface IRefusable
{
    /// <summary>The answer when it could not be read; null when it was.</summary>
    ApiErrorResult? Refusal { get; }
}
