using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

/// <summary>Servers that are not as they should be, or do not stay so.</summary>
public sealed class PostgresServerTests(SharedPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private PostgresCluster _cluster = null!;
    private string _database = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await postgres.GetAsync();
        _database = await postgres.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DropDatabaseAsync(_database);

    [Fact]
    public async Task Database_that_cannot_hold_every_text_is_refused_in_one_line()
    {
        var name = $"latin{Guid.CreateVersion7():N}";
        await _cluster.RunAsync($"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        await using var store = Store(_cluster.ConnectionString(name));

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => store.OpenAsync(CancellationToken.None));

        Assert.Contains("LATIN1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("UTF8", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        await _cluster.DropDatabaseAsync(_cluster.ConnectionString(name));
    }

    [Fact]
    public async Task Connection_that_has_become_read_only_is_thrown_away()
    {
        await using var store = Store(_database);
        await store.OpenAsync(CancellationToken.None);
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await _cluster.RunAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await _cluster.CutConnectionsAsync(_database);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ProbeAsync(CancellationToken.None).WithinLimit());

        // As after a failover: the connection that is open stays as it was, and only a new one can write.
        await _cluster.RunAsync($"ALTER DATABASE {name} SET default_transaction_read_only = off");

        await CommitAsync(store, Commit("written"));
        Assert.NotNull(await store.FindEventAsync("org", "written", CancellationToken.None));
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_can_be_written_to_is_used()
    {
        var several = new NpgsqlConnectionStringBuilder(_database)
        {
            Host = $"127.0.0.1:{PortOfNobody()},127.0.0.1:{_cluster.Port}",
        };
        await using var store = Store(several.ToString());

        await store.OpenAsync(CancellationToken.None).WithinLimit();

        await CommitAsync(store, Commit("written"));
        Assert.NotNull(await store.FindEventAsync("org", "written", CancellationToken.None));
    }

    [Fact]
    public async Task What_is_promised_is_said_at_the_start()
    {
        var logger = new FakeLogger<PostgresStore>();
        await using var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = _database }), TimeProvider.System, logger: logger);

        await store.OpenAsync(CancellationToken.None);

        var said = Assert.Single(logger.Collector.GetSnapshot(), record => record.Id.Name is "store.promise" or "store.no_promise");
        Assert.StartsWith("PostgreSQL: ", said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on", "", true, false)]
    [InlineData("on", "standby", true, true)]
    [InlineData("remote_apply", "ANY 1 (a, b)", true, true)]
    [InlineData("local", "standby", true, false)]
    [InlineData("on", "standby", false, false)]
    public void Failover_is_survived_only_when_a_standby_is_waited_for(string commit, string standbys, bool flushes, bool survives) =>
        Assert.Equal(survives, new Durability(commit, standbys, flushes).SurvivesFailover);

    [Fact]
    public async Task Processes_that_make_a_day_at_once_all_have_it()
    {
        var stores = new[] { Store(_database), Store(_database), Store(_database) };
        foreach (var store in stores)
        {
            await store.OpenAsync(CancellationToken.None);
        }

        for (var round = 1; round <= 10; round++)
        {
            var day = Now.AddDays(10 * round);

            await Task.WhenAll(stores.Select(store => store.PrepareDaysAsync(day, CancellationToken.None))).WithinLimit();

            await using var source = NpgsqlDataSource.Create(_database);
            await using var there = source.CreateCommand(
                $"SELECT to_regclass('{PostgresPartitions.Name("events", DateOnly.FromDateTime(day.UtcDateTime))}') IS NOT NULL");
            Assert.Equal(true, await there.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Chosen_ids_are_claimed_in_one_order_whatever_order_they_came_in()
    {
        await using var store = Store(_database);
        await store.OpenAsync(CancellationToken.None);
        await using var other = new NpgsqlConnection(_database + ";Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await PostgresStatements.RunAsync(other, "BEGIN; INSERT INTO chosen_ids VALUES ('org', 'a', gen_random_uuid(), 0)");

        // It waits for "a" before it has "b", which the other one takes next: the other way round they would wait in a circle.
        var publishing = store.CommitEventsAsync([Commit("b"), Commit("a")], static _ => { }, CancellationToken.None);
        await PostgresLocks.WaitAsync(_database);
        await PostgresStatements.RunAsync(other, "INSERT INTO chosen_ids VALUES ('org', 'b', gen_random_uuid(), 0); COMMIT");

        await publishing.WithinLimit();
    }

    private static int PortOfNobody()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static PostgresStore Store(string connectionString) =>
        new(Options.Create(new PostgresOptions { ConnectionString = connectionString }), TimeProvider.System);

    private static Task CommitAsync(PostgresStore store, EventCommit commit) =>
        store.CommitEventsAsync([commit], static _ => { }, CancellationToken.None).WithinLimit();

    private static EventCommit Commit(string chosenId) => new(
        new WebhookEvent
        {
            Id = Guid.CreateVersion7(),
            PublicId = chosenId,
            HasChosenId = true,
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = Now,
            Data = "{}"u8.ToArray(),
        },
        [],
        Now);
}
