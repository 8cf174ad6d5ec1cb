namespace Ringback.Storage.Maintenance;

/// <summary>What a backup was written to.</summary>
/// <param name="Database">The file with the rows.</param>
/// <param name="Key">The file with the key for webhook secrets; null when the installation has none yet.</param>
/// <param name="Bytes">The size of the former.</param>
internal sealed record BackupFiles(string Database, string? Key, long Bytes);
