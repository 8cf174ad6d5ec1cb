namespace Ringback.Cli.Demo;

/// <summary>How the demo ended.</summary>
/// <param name="Figures">What came to each webhook.</param>
/// <param name="Expected">How many callbacks had to come.</param>
/// <param name="Problems">What was not as it should be; empty when all was well.</param>
/// <param name="Sample">A callback to show; null when none came.</param>
/// <param name="Took">How long it took from the first event to the last callback.</param>
internal sealed record DemoOutcome(
    IReadOnlyList<DeliveryFigures> Figures,
    int Expected,
    IReadOnlyList<string> Problems,
    ReceivedCallback? Sample,
    TimeSpan Took)
{
    /// <summary>Whether every callback came once, verified, and nothing else did.</summary>
    public bool Holds => Problems.Count == 0 && Expected > 0;
}
