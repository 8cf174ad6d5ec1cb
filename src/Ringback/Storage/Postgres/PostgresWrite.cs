namespace Ringback.Storage.Postgres;

/// <summary>Something that the writer does inside its next transaction.</summary>
internal abstract class PostgresWrite
{
    /// <summary>Whether it is kept and tried again when the database cannot commit, instead of failing.</summary>
    public virtual bool MustSucceed => false;

    /// <summary>Whether it only finds out if the database can commit.</summary>
    public virtual bool IsProbe => false;

    /// <summary>Adds its statements. Called again for a later transaction when this one cannot commit.</summary>
    public abstract void AddTo(PostgresBatch batch);

    /// <summary>Called by the writer, in order, once the transaction is durable.</summary>
    public abstract void Committed();

    /// <summary>Called instead of <see cref="Committed"/> when nothing of it is known to be committed.</summary>
    public abstract void Failed(Exception error);
}
