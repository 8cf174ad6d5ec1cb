namespace Ringback.Protocol.Catalogue;

/// <summary>Where a bot sees an event only when the event mentions it.</summary>
/// <param name="Mentions">The field of the data that lists the ids of those mentioned.</param>
/// <param name="Where">The field of the data that says whether the rule applies.</param>
/// <param name="Is">The value of that field for which it applies.</param>
public sealed record BotMentionRule(string Mentions, string Where, string Is);
