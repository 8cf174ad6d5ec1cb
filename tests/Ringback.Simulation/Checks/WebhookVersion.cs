namespace Ringback.Simulation.Checks;

/// <summary>What the engine knows of a webhook from a moment on.</summary>
/// <param name="Since">The moment.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="IsActive">Whether callbacks are sent; not when it is deleted.</param>
/// <param name="TargetUrl">Where to.</param>
/// <param name="Secret">The key of the signatures.</param>
/// <param name="Limit">How many attempts may be in flight.</param>
internal sealed record WebhookVersion(
    long Since, string Name, bool IsActive, string TargetUrl, string? Secret, int Limit);
