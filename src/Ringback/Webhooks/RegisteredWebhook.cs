using Ringback.Filters;
using Ringback.Protocol.Records;
using Ringback.Webhooks.Secrets;

namespace Ringback.Webhooks;

/// <summary>A webhook as the engine holds it: immutable, so that a reader never sees half of a change.</summary>
internal sealed record RegisteredWebhook
{
    /// <summary>The UUID (version 7) inside the public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name that the owner gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Where callbacks go: an absolute http or https URL, as it was given.</summary>
    public required string TargetUrl { get; init; }

    /// <summary>A resource of the catalogue, or <c>all</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>An event of that resource, or <c>all</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The parsed filter; <see cref="WebhookFilter.None"/> when the webhook has none.</summary>
    public required WebhookFilter Filter { get; init; }

    /// <summary>What callbacks are signed with; null when they are not.</summary>
    public SigningSecrets? Secrets { get; init; }

    /// <summary>Whether callbacks are sent or held.</summary>
    public required WebhookStatus Status { get; init; }

    /// <summary>Whose events it sees.</summary>
    public required WebhookOwner OwnedBy { get; init; }

    /// <summary>The org of the creator; only events of this org match.</summary>
    public required string OrgId { get; init; }

    /// <summary>The person who created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The app of the token that created it.</summary>
    public required string AppId { get; init; }

    /// <summary>Whether the creator is a bot, which sees messages of group rooms only when mentioned.</summary>
    public bool CreatorIsBot { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>All that is optional.</summary>
    public WebhookSettings Settings { get; init; } = WebhookSettings.None;

    /// <summary>Counts its changes: 1 as it was made.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Whether the database keeps others from being the same: not for one of a time without that rule.</summary>
    public bool HasSubject { get; init; } = true;
}
