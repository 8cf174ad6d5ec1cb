namespace Ringback.Storage.Writing;

/// <summary>What became of a transaction that ended in an error.</summary>
internal enum CommitFailure
{
    /// <summary>Nothing was committed, because of what was written: without that write, or without its defect, the rest goes.</summary>
    Refused,

    /// <summary>Nothing was committed; the same may be committed if it is tried again at once, as after a deadlock.</summary>
    Contended,

    /// <summary>Nothing was committed, and nothing else can be at present: the database is away, full, or busy.</summary>
    Unavailable,

    /// <summary>Nobody knows: the connection broke, or time ran out, while the database was committing.</summary>
    Unknown,

    /// <summary>Nothing was committed, and nothing ever will be: another process has taken over.</summary>
    Lost,
}
