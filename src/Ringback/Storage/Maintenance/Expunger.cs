namespace Ringback.Storage.Maintenance;

/// <summary>
/// Removes the events that say something about a person, with their deliveries and attempts, a few rows at a time. Events go
/// last: killed at any moment, it finds what is left when it is run again.
/// </summary>
internal sealed class Expunger(IMaintainedStore store, PersonSearch person, bool onlyCount)
{
    private const int RowsAtOnce = 500;

    // What is kept in memory of the events that were found; then the other tables are gone through for them.
    private const int EventsAtOnce = 100_000;

    private long _events;
    private long _pending;
    private long _attempts;

    /// <summary>Removes them, or only counts them.</summary>
    public async Task<ExpungedRows> RunAsync(CancellationToken cancellationToken)
    {
        var found = new List<StoreRow>();
        await foreach (var row in store.ReadAsync(StoreTable.Events, null, cancellationToken))
        {
            if (!person.Finds(row))
            {
                continue;
            }

            // Its key and its id are enough: the data would fill the memory.
            found.Add(new StoreRow([row.Values[StoreTable.Events["id"]]], row.Key));
            if (found.Count == EventsAtOnce)
            {
                await RemoveAsync(found, cancellationToken);
            }
        }

        await RemoveAsync(found, cancellationToken);
        if (!onlyCount && _events > 0)
        {
            await store.ClearRemovedAsync(cancellationToken);
        }

        return new ExpungedRows(_events, _pending, _attempts);
    }

    private async Task RemoveAsync(List<StoreRow> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var ids = events.Select(row => (Guid)row.Values[0]!).ToHashSet();
        _pending += await RemoveOfAsync(StoreTable.Pending, ids, cancellationToken);
        _attempts += await RemoveOfAsync(StoreTable.Attempts, ids, cancellationToken);
        foreach (var step in events.Chunk(RowsAtOnce))
        {
            _events += await StepAsync(StoreTable.Events, step, cancellationToken);
        }

        events.Clear();
    }

    private async Task<long> RemoveOfAsync(StoreTable table, HashSet<Guid> events, CancellationToken cancellationToken)
    {
        var removed = 0L;
        var step = new List<StoreRow>();
        await foreach (var row in store.ReadAsync(table, null, cancellationToken))
        {
            if (events.Contains((Guid)row.Values[table["event_id"]]!))
            {
                step.Add(row);
            }

            if (step.Count == RowsAtOnce)
            {
                removed += await StepAsync(table, step, cancellationToken);
                step.Clear();
            }
        }

        return removed + await StepAsync(table, step, cancellationToken);
    }

    private async Task<int> StepAsync(StoreTable table, IReadOnlyList<StoreRow> rows, CancellationToken cancellationToken) =>
        onlyCount || rows.Count == 0 ? rows.Count : await store.RemoveAsync(table, rows, cancellationToken);
}
