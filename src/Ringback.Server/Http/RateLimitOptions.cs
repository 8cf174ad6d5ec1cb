using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>How often a token may ask.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback:RateLimit";

    /// <summary>
    /// How many requests to the API each token has, all at once or spread; they come back evenly over a minute. 0 to
    /// 1,000,000; 0 is no limit. Default 0.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; set; }
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
