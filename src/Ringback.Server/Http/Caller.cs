using Ringback.Access;

namespace Ringback.Server.Http;

/// <summary>The principal of a request, for handlers of routes that require a token.</summary>
internal sealed record Caller(Principal Principal)
{
    /// <summary>Called by the framework for a handler's parameter.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(
        new Caller(context.Features.Get<Principal>()
            ?? throw new InvalidOperationException("The route does not require a token.")));
}
