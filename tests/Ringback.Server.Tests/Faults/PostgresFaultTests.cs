using System.Net;
using Npgsql;
using Ringback.TestDatabase;

namespace Ringback.Server.Tests.Faults;

/// <summary>
/// PostgreSQL goes away under a server that is at work: publishes are refused, nothing acknowledged is lost, and work goes on by
/// itself when it is back.
/// </summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private const string User = "app";

    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private PostgresCluster _cluster = null!;
    private string _database = null!;

    public async ValueTask InitializeAsync()
    {
        SharedPostgres.SkipWithout();
        _cluster = await PostgresCluster.StartAsync();
        await _cluster.RunAsync($"CREATE ROLE {User} LOGIN");
        var database = await _cluster.CreateDatabaseAsync();
        await PostgresCluster.RunAsync(database, $"GRANT CREATE ON SCHEMA public TO {User}");
        _database = $"{database};Username={User}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_acknowledged_event_is_lost_over_10_kills_of_PostgreSQL_under_load()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(_folder, _database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);

        for (var kill = 0; kill < 10; kill++)
        {
            await load.MoreAcknowledgedAsync(20 + (kill * 13));
            await _cluster.KillAsync();
            await load.AnotherRefusedAsync();
            await server.IsReadyAsync(false);
            await _cluster.UpAsync();
            await server.IsReadyAsync(true);
        }

        await load.StopAndCheckAsync(receiver);
        Assert.False(server.Current.Exited.IsCompleted);
    }

    [Fact]
    public async Task No_acknowledged_event_is_lost_when_all_connections_are_cut()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(_folder, _database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);

        for (var cut = 0; cut < 20; cut++)
        {
            await load.MoreAcknowledgedAsync(cut * 3);
            await _cluster.CutConnectionsAsync(_database);
        }

        await load.MoreAcknowledgedAsync(50);
        await server.IsReadyAsync(true);
        await load.StopAndCheckAsync(receiver);
        Assert.False(server.Current.Exited.IsCompleted);
    }

    [Fact]
    public async Task Database_without_a_connection_left_is_waited_for()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(_folder, _database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);
        await load.MoreAcknowledgedAsync(50);

        await _cluster.RunAsync($"ALTER ROLE {User} CONNECTION LIMIT 0");
        await _cluster.CutConnectionsAsync(_database);
        await load.AnotherRefusedAsync();
        await server.IsReadyAsync(false);
        await _cluster.RunAsync($"ALTER ROLE {User} CONNECTION LIMIT -1");
        await server.IsReadyAsync(true);

        await load.MoreAcknowledgedAsync(50);
        await load.StopAndCheckAsync(receiver);
    }

    [Fact]
    public async Task User_who_is_locked_out_for_a_while_is_let_in_again()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(_folder, _database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);
        await load.MoreAcknowledgedAsync(50);

        await _cluster.RunAsync($"ALTER ROLE {User} NOLOGIN");
        await _cluster.CutConnectionsAsync(_database);
        await load.AnotherRefusedAsync();
        await server.IsReadyAsync(false);
        await _cluster.RunAsync($"ALTER ROLE {User} LOGIN");
        await server.IsReadyAsync(true);

        await load.MoreAcknowledgedAsync(50);
        await load.StopAndCheckAsync(receiver);
    }

    [Fact]
    public async Task Server_that_became_read_only_and_can_be_written_again_is_met_by_new_connections()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(_folder, _database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);
        await load.MoreAcknowledgedAsync(50);
        var name = new NpgsqlConnectionStringBuilder(_database).Database;

        // As after a failover: the connections that are made now stay read-only, also when the database is no longer.
        await _cluster.RunAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await _cluster.CutConnectionsAsync(_database);
        await load.AnotherRefusedAsync();
        await server.IsReadyAsync(false);
        await _cluster.RunAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        await server.IsReadyAsync(true);

        await load.MoreAcknowledgedAsync(50);
        await load.StopAndCheckAsync(receiver);
    }

    [Fact]
    public async Task Readers_that_have_to_share_one_connection_do_not_keep_publishers_waiting()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(
            _folder, $"{_database};Maximum Pool Size=1;Timeout=1", "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server);
        await load.MoreAcknowledgedAsync(50);
        using var admin = server.As("admin");

        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => admin.SendAsync("GET", "v1/events?max=100")));

        Assert.All(pages, page => Assert.True(
            page.Status == HttpStatusCode.OK
            || (page.Status == HttpStatusCode.ServiceUnavailable && page.Header("Retry-After") is not null), page.Text));
        Assert.Contains(pages, page => page.Status == HttpStatusCode.OK);
        await load.MoreAcknowledgedAsync(50);
        await load.StopAndCheckAsync(receiver);
        Assert.Equal(0, load.Refused);
    }
}
