namespace Ringback.Delivery.Schedule;

/// <summary>What the scheduler holds of one webhook at a moment.</summary>
/// <param name="Known">Deliveries that it holds in all: also those that wait, are in flight, or await a commit.</param>
/// <param name="FirstTries">Deliveries that are due and were never tried.</param>
/// <param name="Retries">Deliveries that are due and were tried before.</param>
/// <param name="InFlight">Attempts in flight.</param>
/// <param name="HasRoom">Whether its webhook lets another attempt start.</param>
internal readonly record struct LaneFigures(int Known, int FirstTries, int Retries, int InFlight, bool HasRoom);
