namespace Ringback.Server.Dev;

/// <summary>The tokens of a development server: one for each part that somebody plays.</summary>
internal sealed record DevTokens(string Admin, string Person, string Bot, string Publisher);
