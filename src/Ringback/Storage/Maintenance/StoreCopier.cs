using Ringback.Installation;

namespace Ringback.Storage.Maintenance;

/// <summary>
/// Copies everything from one store into an empty one, a page at a time, and compares them. Killed at any moment, it goes on
/// from the last page when it is run again: a page and the note of how far it goes are one transaction.
/// </summary>
internal sealed class StoreCopier(IMaintainedStore source, IMaintainedStore target, Action<CopyStep> progress)
{
    private const int RowsAtOnce = 1000;
    private const long BytesAtOnce = 4 * 1024 * 1024;
    private const int RowsBetweenSteps = 1000;

    /// <summary>Copies all tables, or goes on with an unfinished copy, and compares them at the end.</summary>
    /// <exception cref="StoreUnusableException">
    /// The target has data of its own, or in the end they are not the same.
    /// </exception>
    public async Task<IReadOnlyList<CopiedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var state = await target.FindCopyAsync(cancellationToken);
        if (state is null)
        {
            await RefuseDataAsync(cancellationToken);
            state = new CopyState(source.Place, StoreTable.All[0].Name, null, 0);
        }
        else if (state.Source != source.Place)
        {
            throw new StoreUnusableException(
                $"{target.Place} is the target of an unfinished copy from {state.Source}; finish that, or take another target.");
        }

        var first = StoreTable.All.TakeWhile(table => table.Name != state.Table).Count();
        for (var i = first; i < StoreTable.All.Count; i++)
        {
            var from = i == first ? state : new CopyState(source.Place, StoreTable.All[i].Name, null, 0);
            await CopyAsync(StoreTable.All[i], from, cancellationToken);
        }

        var copied = new List<CopiedTable>();
        foreach (var table in StoreTable.All)
        {
            copied.Add(await CompareAsync(table, cancellationToken));
        }

        // Crash point: the target still says that it is not finished, and is only compared again.
        await target.EndCopyAsync(cancellationToken);
        return copied;
    }

    private async Task RefuseDataAsync(CancellationToken cancellationToken)
    {
        foreach (var table in StoreTable.All)
        {
            await foreach (var _ in target.ReadAsync(table, null, cancellationToken))
            {
                throw new StoreUnusableException(
                    $"{target.Place} has data of its own ({table.Name}); the target of a copy must be empty.");
            }
        }
    }

    private async Task CopyAsync(StoreTable table, CopyState state, CancellationToken cancellationToken)
    {
        var total = await source.CountAsync(table, cancellationToken);
        var page = new List<StoreRow>();
        var bytes = 0L;
        var after = state.LastKey is { } key ? RowEncoding.ToKey(key) : null;
        await foreach (var row in source.ReadAsync(table, after, cancellationToken))
        {
            page.Add(row);
            bytes += row.Values.Sum(static value => value switch { byte[] data => data.Length, string text => text.Length, _ => 16 });
            if (page.Count >= RowsAtOnce || bytes >= BytesAtOnce)
            {
                await WriteAsync();
            }
        }

        await WriteAsync();

        async Task WriteAsync()
        {
            // Also without rows: the first page of all makes the note, and the last of each table ends it.
            state = state with
            {
                LastKey = page.Count > 0 ? RowEncoding.ToBytes(page[^1].Key) : state.LastKey,
                Rows = state.Rows + page.Count,
            };
            await target.AddAsync(table, page, state, cancellationToken);
            progress(new CopyStep(CopyStage.Copy, table.Name, state.Rows, total));
            page.Clear();
            bytes = 0;
        }
    }

    private async Task<CopiedTable> CompareAsync(StoreTable table, CancellationToken cancellationToken)
    {
        var total = await source.CountAsync(table, cancellationToken);
        var there = await SumAsync(source, CopyStage.VerifySource, table, total, cancellationToken);
        var here = await SumAsync(target, CopyStage.VerifyTarget, table, total, cancellationToken);
        return there.Rows == here.Rows && there.Checksum == here.Checksum
            ? new CopiedTable(table.Name, here.Rows, here.Checksum)
            : throw new StoreUnusableException(
                $"The copy is not the same: {table.Name} has {there.Rows} rows (checksum {there.Checksum}) in {source.Place} and "
                + $"{here.Rows} ({here.Checksum}) in {target.Place}. If the source was used since the copy began, "
                + "empty the target and copy again.");
    }

    private async Task<TableSum> SumAsync(
        IMaintainedStore store, CopyStage stage, StoreTable table, long total, CancellationToken cancellationToken)
    {
        var sum = new TableSum();
        await foreach (var row in store.ReadAsync(table, null, cancellationToken))
        {
            sum.Add(row);
            if (sum.Rows % RowsBetweenSteps == 0)
            {
                progress(new CopyStep(stage, table.Name, sum.Rows, total));
            }
        }

        progress(new CopyStep(stage, table.Name, sum.Rows, total));
        return sum;
    }
}
