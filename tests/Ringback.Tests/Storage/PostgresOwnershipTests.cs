using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

public sealed class PostgresOwnershipTests(SharedPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PostgresCluster _cluster = null!;
    private string _database = null!;
    private PostgresStore _first = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await postgres.GetAsync();
        _database = await postgres.CreateDatabaseAsync();
        _first = await OpenAsync();
        _first.Lost += _lost.SetResult;
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _cluster.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Outcome_of_an_owner_whose_shards_were_taken_over_is_refused_and_it_lets_go()
    {
        var commit = Commit();
        await CommitAsync(_first, commit);
        await using var second = await OpenAsync();

        _first.Record(Delivered(commit), _ => Assert.Fail("A stale owner recorded an outcome."));
        await _lost.Task.WithinLimit();

        Assert.Equal(commit.Matches[0].WebhookId,
            Assert.Single(await second.FindLanesAsync(ShardRange.All, CancellationToken.None)).WebhookId);
        _first.Record(Delivered(commit), _ => Assert.Fail("A stale owner recorded an outcome."));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(_first, Commit()));
    }

    [Fact]
    public async Task Loss_is_told_once_however_many_writes_of_a_transaction_are_refused()
    {
        var commits = new[] { Commit(), Commit(), Commit() };
        await Task.WhenAll(commits.Select(commit => CommitAsync(_first, commit)));
        await using var second = await OpenAsync();
        var told = 0;
        _first.Lost += () => told++;

        Array.ForEach(commits, commit => _first.Record(Delivered(commit), _ => { }));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _first.ProbeAsync(CancellationToken.None).WithinLimit());
        await _first.DisposeAsync();

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task New_owner_goes_on_with_what_the_old_one_left()
    {
        var commit = Commit();
        await CommitAsync(_first, commit);
        await using var second = await OpenAsync();
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        second.Record(Delivered(commit), _ => recorded.SetResult());
        await recorded.Task.WithinLimit();

        Assert.Empty(await second.FindLanesAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task Run_that_was_taken_over_writes_nothing_more()
    {
        await using var second = await OpenAsync();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(_first, Commit()));
        await _lost.Task.WithinLimit();

        Assert.False(refused.IsOutcomeUnknown);
        Assert.Empty(await second.FindLanesAsync(ShardRange.All, CancellationToken.None));
    }

    [Fact]
    public async Task Take_over_waits_for_the_batch_that_is_in_flight()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var inFlight = new NpgsqlConnection(_database + ";Pooling=false");
        await inFlight.OpenAsync(cancellationToken);
        await using var asking = new NpgsqlCommand("SELECT run FROM nodes", inFlight);
        var run = (Guid)(await asking.ExecuteScalarAsync(cancellationToken))!;
        await PostgresStatements.RunAsync(inFlight, $"BEGIN; INSERT INTO batches VALUES ('{run}', 1000)");

        var opening = OpenAsync();
        await PostgresLocks.WaitAsync(_database);
        Assert.False(opening.IsCompleted);
        await PostgresStatements.RunAsync(inFlight, "COMMIT");

        await (await opening.WithinLimit()).DisposeAsync();
        var late = await Assert.ThrowsAsync<PostgresException>(() =>
            PostgresStatements.RunAsync(inFlight, $"INSERT INTO batches VALUES ('{run}', 1001)"));
        Assert.Equal("batches_run_fkey", late.ConstraintName);
    }

    [Fact]
    public async Task Shard_that_was_taken_alone_is_let_go_alone_and_the_outcomes_of_others_are_committed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (lost, kept) = (Commit(WebhookOfShard(7)), Commit(WebhookOfShard(8)));
        await CommitAsync(_first, lost);
        await CommitAsync(_first, kept);
        var refused = new List<int>();
        _first.ShardRefused += refused.Add;
        await RunAsync("UPDATE shards SET epoch = epoch + 1 WHERE shard = 7", cancellationToken);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = 2;

        _first.Record(Delivered(lost), _ => Tell());
        _first.Record(Delivered(kept), _ => Tell());
        await told.Task.WithinLimit();

        Assert.Equal([7], refused);
        Assert.Equal(lost.Matches[0].WebhookId,
            Assert.Single(await _first.FindLanesAsync(ShardRange.All, cancellationToken)).WebhookId);
        await CommitAsync(_first, Commit());
        Assert.False(_lost.Task.IsCompleted);

        void Tell()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                told.SetResult();
            }
        }
    }

    [Fact]
    public async Task Process_that_owns_no_shard_any_more_has_lost_the_store()
    {
        await RunAsync("UPDATE shards SET epoch = epoch + 1", TestContext.Current.CancellationToken);

        for (var shard = 0; shard < Shards.Count; shard++)
        {
            _first.Record(Delivered(Commit(WebhookOfShard(shard))), _ => { });
        }

        await _lost.Task.WithinLimit();
        Assert.Empty(_first.TakenShards);
    }

    private static Guid WebhookOfShard(int shard)
    {
        var bytes = Guid.CreateVersion7().ToByteArray();
        bytes[15] = (byte)shard;
        return new Guid(bytes);
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<PostgresStore> OpenAsync()
    {
        var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = _database }), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private static Task CommitAsync(PostgresStore store, EventCommit commit) =>
        store.CommitEventsAsync([commit], static _ => { }, CancellationToken.None).WithinLimit();

    private static EventCommit Commit(Guid? webhookId = null) => new(
        new WebhookEvent
        {
            Id = Guid.CreateVersion7(),
            PublicId = "made by the server",
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = Now,
            Data = "{}"u8.ToArray(),
        },
        [new EventMatch(webhookId ?? Guid.CreateVersion7(), Guid.CreateVersion7())],
        Now);

    private static OutcomeCommit Delivered(EventCommit commit) => new(
        new DueDelivery(commit.Matches[0].WebhookId, commit.Matches[0].DeliveryId, commit.Event, commit.PublishedAt, 0),
        new AttemptRecord
        {
            WebhookId = commit.Matches[0].WebhookId,
            DeliveryId = commit.Matches[0].DeliveryId,
            EventId = commit.Event.Id,
            Number = 1,
            StartedAt = Now,
            Duration = TimeSpan.FromMilliseconds(1),
            Outcome = "delivered",
            Status = 200,
        },
        DeliveryVerdict.Delivered,
        null);
}
