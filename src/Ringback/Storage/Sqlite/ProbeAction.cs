namespace Ringback.Storage.Sqlite;

/// <summary>Writes a value that is there already: a transaction that has to reach the disk, and changes nothing.</summary>
internal sealed class ProbeAction() : WriteAction(static session => session.Prepare("PRAGMA user_version = 1").Run())
{
    /// <inheritdoc/>
    public override bool IsProbe => true;
}
