using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>Something that the writer does inside its next transaction.</summary>
internal abstract class PostgresWrite : QueuedWrite
{
    /// <summary>Adds its statements. Called again for a later transaction when this one cannot commit.</summary>
    public abstract void AddTo(PostgresBatch batch);
}
