namespace Ringback.Storage.Sqlite;

/// <summary>Something that the writer does inside its next transaction.</summary>
internal abstract class WriteOperation
{
    /// <summary>Whether it only finds out if the database can commit.</summary>
    public virtual bool IsProbe => false;

    /// <summary>Whether it is kept and tried again when the store cannot commit, instead of failing.</summary>
    public virtual bool MustSucceed => false;

    /// <summary>Runs its statements. May run again in a later transaction when this one cannot commit.</summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>Called on the writer's thread, in order, once the transaction is durable.</summary>
    public abstract void Committed();

    /// <summary>Called instead of <see cref="Committed"/> when nothing of it was committed.</summary>
    public abstract void Failed(Exception error);
}
