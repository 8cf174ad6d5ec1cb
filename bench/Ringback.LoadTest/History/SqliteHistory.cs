using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Maintenance;
using Ringback.Storage.Sqlite;

namespace Ringback.LoadTest.History;

/// <summary>The history in a data folder.</summary>
internal sealed class SqliteHistory(string folder) : IHistoryDatabase
{
    private const int RowsAtOnce = 200_000;

    public string Folder => folder;

    public Task FillAsync(IEnumerable<object?[]> attempts, DateTimeOffset first, CancellationToken cancellationToken)
    {
        using (var session = new SqliteSession(SqliteDatabase.Connect(folder)))
        {
            session.Prepare("PRAGMA journal_mode = OFF").Run();
            session.Prepare("PRAGMA synchronous = OFF").Run();
            session.Prepare("PRAGMA cache_size = -1000000").Run();
            var insert = session.Prepare(SqliteTableSql.Of(StoreTable.Attempts).Insert);
            foreach (var rows in attempts.Chunk(RowsAtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                session.Prepare("BEGIN").Run();
                foreach (var row in rows)
                {
                    SqliteValues.Bind(insert, row).Run();
                }

                session.Prepare("COMMIT").Run();
            }

            session.Prepare("BEGIN").Run();
            for (long end = -1, next = 0; next != end;)
            {
                end = next;
                next = AttemptIndex.Fill(session);
            }

            session.Prepare("COMMIT").Run();
        }

        using var file = File.Open(SqliteDatabase.FileIn(folder), FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    public async Task<IStore> OpenAsync(CancellationToken cancellationToken)
    {
        var store = new SqliteStore(Options.Create(new DataFolderOptions { Data = folder }));
        await store.OpenAsync(cancellationToken);
        return store;
    }
}
