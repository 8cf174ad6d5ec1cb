using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Storage.Sqlite;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Storage;

/// <summary>What SQLite's file is to others: who may read it, who has to wait, how large it and its log become.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private EventIds _ids = new();
    private SqliteStore _store = null!;

    private string Data => Path.Combine(_folder, "data");

    public ValueTask InitializeAsync()
    {
        _store = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Only_the_owner_may_read_what_is_in_the_data_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        new SecretKeyFile(Options.Create(new DataFolderOptions { Data = Data })).Load();
        await CommitAsync(Commits(1, Now));

        AssertRights(Data);
    }

    [Fact]
    public async Task Files_of_an_older_installation_lose_the_rights_of_others()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.DisposeAsync();
        foreach (var file in Directory.GetFiles(Data))
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }

        _store = Open();

        AssertRights(Data);
    }

    [Fact]
    public async Task What_is_old_is_dropped_behind_a_clock_that_was_ahead()
    {
        await CommitAsync(Commits(600, Now.AddYears(1)));
        _ids = new EventIds();
        await CommitAsync(Commits(1000, Now.AddDays(-30)));
        await CommitAsync(Commits(1000, Now.AddDays(-30), "another org"));
        await CommitAsync(Commits(10, Now.AddDays(-1)));

        while (await _store.DropHistoryBeforeAsync(Now.AddDays(-7), 500, CancellationToken.None))
        {
        }

        Assert.Equal(610, Count("events"));
        _ids = new EventIds();
        await CommitAsync(Commits(5, Now.AddDays(-30)));
        while (await _store.DropHistoryBeforeAsync(Now.AddDays(-7), 500, CancellationToken.None))
        {
        }

        Assert.Equal(610, Count("events"));
    }

    [Fact]
    public async Task List_does_not_wait_for_a_sweep()
    {
        using var reading = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var sweep = Task.Run(
            () => _store.Sweeper.ReadAsync(
                _ =>
                {
                    reading.Set();
                    go.Wait();
                    return true;
                },
                CancellationToken.None),
            TestContext.Current.CancellationToken);
        reading.Wait(TestContext.Current.CancellationToken);

        await _store.ListWebhooksAsync(new WebhookQuery("org", "ann", "app", null, null, 10), CancellationToken.None).WithinLimit();

        Assert.False(sweep.IsCompleted);
        go.Set();
        await sweep.WithinLimit();
        Assert.Empty(await _store.FindLanesAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task Log_is_small_again_when_a_reader_that_held_it_is_gone()
    {
        await using var reader = new SqliteConnection($"Data Source={SqliteDatabase.FileIn(Data)};Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using (var reading = reader.BeginTransaction(deferred: true))
        {
            await using var look = new SqliteCommand("SELECT count(*) FROM events", reader, reading);
            await look.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            for (var i = 0; i < 12; i++)
            {
                await CommitAsync([Commit(Now, "org", new byte[4 * 1024 * 1024])]);
            }
        }

        await reader.CloseAsync();
        var held = new FileInfo(SqliteDatabase.LogIn(Data)).Length;
        for (var i = 0; i < 12; i++)
        {
            await CommitAsync([Commit(Now, "org", new byte[1024 * 1024])]);
        }

        Assert.True(held > 2 * WriteAheadLog.Usual, $"{held}");
        Assert.InRange(new FileInfo(SqliteDatabase.LogIn(Data)).Length, 0, WriteAheadLog.Usual + (2 * 1024 * 1024));
    }

    [Fact]
    public async Task Who_holds_the_lock_of_writers_makes_writes_fail_and_reads_go_on()
    {
        await using var other = new SqliteConnection($"Data Source={SqliteDatabase.FileIn(Data)};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (other.BeginTransaction())
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Commits(1, Now)));
            Assert.False(refused.IsOutcomeUnknown);
            Assert.Null(await _store.FindEventAsync("org", "none", CancellationToken.None));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ProbeAsync(CancellationToken.None).WithinLimit());
        }

        await CommitAsync(Commits(1, Now));

        Assert.Equal(1, Count("events"));
    }

    [UnsupportedOSPlatform("windows")]
    private static void AssertRights(string folder)
    {
        var files = Directory.GetFiles(folder);
        Assert.True(files.Length >= 3, string.Join(", ", files));
        Assert.All(files, file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private SqliteStore Open()
    {
        var store = new SqliteStore(
            Options.Create(new DataFolderOptions { Data = Data }), logger: NullLogger<SqliteStore>.Instance);
        store.Open();
        return store;
    }

    private long Count(string table)
    {
        using var session = new SqliteSession(SqliteDatabase.ConnectToRead(Data));
        using var statement = session.Once($"SELECT count(*) FROM {table}");
        Assert.True(statement.Step());
        return statement.Integer(0);
    }

    private Task CommitAsync(EventCommit[] commits) =>
        _store.CommitEventsAsync(commits, static _ => { }, CancellationToken.None).WithinLimit();

    private EventCommit[] Commits(int count, DateTimeOffset at, string org = "org") =>
        [.. Enumerable.Range(0, count).Select(_ => Commit(at, org, "{}"u8.ToArray()))];

    private EventCommit Commit(DateTimeOffset at, string org, byte[] data) => new(
        new WebhookEvent
        {
            Id = _ids.Next(at),
            PublicId = "e",
            OrgId = org,
            Resource = "messages",
            Type = "created",
            Created = at,
            Data = data,
        },
        [],
        at);
}
