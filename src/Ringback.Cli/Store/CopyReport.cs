using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary>What was copied, and is the same on both sides.</summary>
/// <param name="From">Where it came from.</param>
/// <param name="To">Where it is now as well.</param>
/// <param name="Tables">Every table with its rows and their sum.</param>
/// <param name="Key">What has to be known about the key for secrets.</param>
internal sealed record CopyReport(string From, string To, IReadOnlyList<CopiedTable> Tables, string Key);
