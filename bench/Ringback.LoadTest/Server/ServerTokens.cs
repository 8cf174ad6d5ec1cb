namespace Ringback.LoadTest.Server;

/// <summary>The bearer tokens that a development server writes to its data folder.</summary>
internal sealed record ServerTokens(string Person, string Publisher, string Admin);
