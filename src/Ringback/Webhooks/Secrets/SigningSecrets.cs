namespace Ringback.Webhooks.Secrets;

/// <summary>What the callbacks of a webhook are signed with: a secret, and for a time after it was changed the one before.</summary>
/// <param name="Current">The secret that its owner set last.</param>
/// <param name="MadeAt">When it was set, to the millisecond.</param>
internal sealed record SigningSecrets(string Current, DateTimeOffset MadeAt)
{
    /// <summary>The secret before, which signs too until <see cref="PreviousUntil"/>; null when there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>Until when the secret before signs; it does not at that instant.</summary>
    public DateTimeOffset PreviousUntil { get; init; }

    /// <summary>The secret that signs beside the current one at a time; null when none does.</summary>
    public string? PreviousAt(DateTimeOffset now) => now < PreviousUntil ? Previous : null;

    /// <summary>A new secret, while this one goes on signing for a time.</summary>
    public SigningSecrets Rotate(string next, DateTimeOffset now, TimeSpan overlap) => new(next, now)
    {
        Previous = Current,
        PreviousUntil = now + overlap,
    };
}
