namespace Ringback.Simulation;

/// <summary>What a seed came to.</summary>
internal sealed record SeedReport(int Seed, string? Violation, ulong Fingerprint, int[] Counts, int[] Deaths)
{
    /// <summary>What <see cref="Counts"/> counts.</summary>
    public static readonly string[] Counted =
    [
        "deliveries", "delivered", "failed after the ladder", "held", "dropped", "attempts", "disabled", "webhooks",
        "clock jumps",
    ];
}
