using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>What the requests of all callers together may take.</summary>
internal sealed class RequestOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback:Requests";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>
    /// How much memory the bodies of requests may take together, in bytes, and those of one org half of it; a body counts eight
    /// times, and one of up to 16 KiB not at all. Beyond it a request is answered with 503. 268,435,456 (for two orgs a request of
    /// the largest each) to 1,099,511,627,776; default a quarter of what the process may use, at least 256 MiB and at most 1 GiB.
    /// </summary>
    [Range(256.0 * Mebibyte, 1024.0 * 1024 * Mebibyte)]
    public long MemoryLimit { get; set; } =
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 256 * Mebibyte, 1024 * Mebibyte);

    /// <summary>
    /// How many connections may be open at once. 16 to 1,000,000; default three eighths of the files that the process
    /// may have open beyond 448, at most 20,000.
    /// </summary>
    [Range(16, 1_000_000)]
    public int MaxConnections { get; set; } = DescriptorShares.OfThisProcess.Listening;

    /// <summary>
    /// How long the next 64 KiB of a body may take to come, beyond its first 16 KiB; of a packed body also the first. 1 second to
    /// 10 minutes; default 10 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BodyPatience { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class RequestOptionsValidator : IValidateOptions<RequestOptions>;
