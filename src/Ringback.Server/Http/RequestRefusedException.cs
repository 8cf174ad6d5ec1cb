namespace Ringback.Server.Http;

/// <summary>A request that cannot be read far enough to be handled, with the answer to it.</summary>
internal sealed class RequestRefusedException(ApiErrorResult error) : Exception(error.Descriptions[0])
{
    /// <summary>What to answer.</summary>
    public ApiErrorResult Error { get; } = error;
}
