namespace Ringback.Simulation.Defects;

/// <summary>What a <see cref="BreakingRunner"/> throws.</summary>
internal sealed class BrokenOnPurposeException() : Exception("This attempt broke on purpose.");
