using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

/// <summary>Something that the writer does inside its next transaction.</summary>
internal abstract class WriteOperation : QueuedWrite
{
    /// <summary>Runs its statements. May run again in a later transaction when this one cannot commit.</summary>
    public abstract void Execute(SqliteSession session);
}
