namespace Ringback.Storage.Maintenance;

/// <summary>A database as those see it who look after it: rows of tables, whatever they mean.</summary>
internal interface IMaintainedStore : IAsyncDisposable
{
    /// <summary>Where it is, without names and passwords; the same for as long as it does not move.</summary>
    string Place { get; }

    /// <summary>The rows of a table in the order of their keys, one at a time.</summary>
    /// <param name="table">Which table is read.</param>
    /// <param name="after">Only rows with greater keys; null for all.</param>
    /// <param name="cancellationToken">Stops the reading when it is cancelled.</param>
    IAsyncEnumerable<StoreRow> ReadAsync(StoreTable table, object[]? after, CancellationToken cancellationToken);

    /// <summary>How many rows a table has: all of them are looked at.</summary>
    Task<long> CountAsync(StoreTable table, CancellationToken cancellationToken);

    /// <summary>Adds rows that are not there yet and notes how far the copy has come, in one transaction.</summary>
    Task AddAsync(StoreTable table, IReadOnlyList<StoreRow> rows, CopyState state, CancellationToken cancellationToken);

    /// <summary>Removes rows by their keys, in one transaction; an event takes its chosen id with it.</summary>
    /// <returns>How many were there.</returns>
    Task<int> RemoveAsync(StoreTable table, IReadOnlyList<StoreRow> rows, CancellationToken cancellationToken);

    /// <summary>The copy that this store is the unfinished target of; null when there is none.</summary>
    Task<CopyState?> FindCopyAsync(CancellationToken cancellationToken);

    /// <summary>Declares the copy finished.</summary>
    Task EndCopyAsync(CancellationToken cancellationToken);

    /// <summary>Checks what this database can find out by itself.</summary>
    IAsyncEnumerable<Finding> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Clears away what removed rows have left behind, as far as the database can.</summary>
    Task ClearRemovedAsync(CancellationToken cancellationToken);
}
