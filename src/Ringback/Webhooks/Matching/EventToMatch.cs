using System.Text.Json;

namespace Ringback.Webhooks.Matching;

/// <summary>An event for which the webhooks that want it are looked up.</summary>
/// <param name="OrgId">The org that it happened in; no webhook of another org sees it.</param>
/// <param name="Resource">The resource, never <c>all</c>.</param>
/// <param name="Type">What a webhook calls its event, never <c>all</c>.</param>
/// <param name="ActorId">Who caused it; null when unknown.</param>
/// <param name="Data">The full data, before anything is withheld.</param>
/// <param name="VisibleTo">
/// The people whose webhooks may see it; null when everyone in the org may. A <see cref="HashSet{T}"/> is used as it
/// is, anything else is copied into one.
/// </param>
internal readonly record struct EventToMatch(
    string OrgId,
    string Resource,
    string Type,
    string? ActorId,
    JsonElement Data,
    IReadOnlyCollection<string>? VisibleTo);
