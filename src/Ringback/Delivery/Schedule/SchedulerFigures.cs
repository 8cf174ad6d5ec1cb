namespace Ringback.Delivery.Schedule;

/// <summary>What the scheduler holds at a moment.</summary>
/// <param name="InFlight">How many attempts are in flight.</param>
/// <param name="LanesWaiting">Places in the rings: lanes that wait for a slot.</param>
/// <param name="Loaded">Deliveries in memory, by weight.</param>
/// <param name="Unrecorded">Outcomes that wait for their commit.</param>
/// <param name="Lanes">How many webhooks have work that memory knows of.</param>
internal readonly record struct SchedulerFigures(int InFlight, int LanesWaiting, int Loaded, int Unrecorded, int Lanes)
{
    /// <summary>Lanes that wait for a time.</summary>
    public int Waking { get; init; }

    /// <summary>Webhooks with failures to remember.</summary>
    public int Failing { get; init; }
}
