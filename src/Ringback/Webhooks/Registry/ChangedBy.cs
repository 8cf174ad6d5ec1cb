using Ringback.Access;

namespace Ringback.Webhooks.Registry;

/// <summary>By whom or what something was changed, and when.</summary>
/// <param name="Cause">What made the change.</param>
/// <param name="At">When, to the millisecond.</param>
internal sealed record ChangedBy(ChangeCause Cause, DateTimeOffset At)
{
    /// <summary>The person of the caller's token; null when it was no caller.</summary>
    public string? PersonId { get; init; }

    /// <summary>The app of the caller's token; null when it was no caller.</summary>
    public string? AppId { get; init; }

    /// <summary>The caller's token; null when it was no caller.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>A caller of the API.</summary>
    public static ChangedBy Caller(Principal principal, DateTimeOffset at) => new(ChangeCause.Caller, at)
    {
        PersonId = principal.PersonId,
        AppId = principal.AppId,
        TokenId = principal.TokenId,
    };
}
