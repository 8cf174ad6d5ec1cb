namespace Ringback.Delivery;

/// <summary>What the scheduler holds of one webhook at a moment.</summary>
/// <param name="FirstTries">Deliveries that are due and were never tried.</param>
/// <param name="Retries">Deliveries that are due and were tried before.</param>
/// <param name="InFlight">Attempts in flight.</param>
/// <param name="HasRoom">Whether another attempt may start.</param>
internal readonly record struct LaneFigures(int FirstTries, int Retries, int InFlight, bool HasRoom);
