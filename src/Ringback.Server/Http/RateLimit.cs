using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ringback.Access;

namespace Ringback.Server.Http;

/// <summary>Refuses with 429 what a token asks beyond its requests per minute, and says when to come again.</summary>
internal static class RateLimit
{
    /// <summary>Adds the limit; it comes to bear behind the check of tokens, by <c>UseRateLimiter</c>.</summary>
    public static void AddRateLimit(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RateLimitOptions, RateLimitOptionsValidator>()
            .BindConfiguration(RateLimitOptions.SectionName);
        services.AddRateLimiter(static _ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>(static (limiter, options) =>
        {
            limiter.OnRejected = RefuseAsync;
            if (options.Value.RequestsPerMinute is > 0 and var count)
            {
                limiter.GlobalLimiter =
                    PartitionedRateLimiter.Create<HttpContext, Guid>(context => Bucket(context, count));
            }
        });
    }

    private static RateLimitPartition<Guid> Bucket(HttpContext context, int count) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null
        && context.Features.Get<Principal>() is { TokenId: var token }
            ? RateLimitPartition.GetTokenBucketLimiter(token, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = count,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / count,
            })
            : RateLimitPartition.GetNoLimiter(Guid.Empty);

    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken cancellationToken)
    {
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.Zero;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        refused.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (ApiRoute.Covers(refused.HttpContext))
        {
            await ApiError.TooManyRequests(seconds).ExecuteAsync(refused.HttpContext);
        }
        else
        {
            refused.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
    }
}
