namespace Ringback.LoadTest.Flooding;

/// <summary>What a flooding org publishes.</summary>
/// <param name="BaseUrl">The server.</param>
/// <param name="Publisher">The org's token.</param>
/// <param name="Fast">Webhooks whose endpoints answer, each with a room of its own.</param>
/// <param name="Hanging">Webhooks behind those whose endpoints never answer.</param>
/// <param name="FastCallers">Publishers at full speed to the first.</param>
/// <param name="HangingCallers">Publishers to the second.</param>
/// <param name="HangingPerSecond">Events a second to the second; null is full speed.</param>
internal sealed record FloodPlan(
    string BaseUrl, string Publisher, int Fast, int Hanging, int FastCallers, int HangingCallers, double? HangingPerSecond);
