using Ringback.TestDatabase;

namespace Ringback.Server.Tests.Faults;

/// <summary>
/// The disk of the database is full: publishes are refused, the server is not ready, and it works again without a restart as
/// soon as there is room.
/// </summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Megabytes = 160;

    // Enough for a few events to need pages that the database does not have yet.
    private const int TextLength = 15_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private SmallDisk _disk = null!;

    public async ValueTask InitializeAsync() => _disk = await SmallDisk.MountAsync(Megabytes);

    public async ValueTask DisposeAsync()
    {
        if (_disk is not null)
        {
            await _disk.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task SQLite_on_a_full_disk_refuses_and_goes_on_when_there_is_room()
    {
        await FillAndEmptyAsync(Path.Combine(_disk.Folder, "data"), "", static () => Task.CompletedTask);
    }

    [Fact]
    public async Task PostgreSQL_whose_tables_have_no_room_refuses_and_goes_on_when_there_is_room()
    {
        SharedPostgres.SkipWithout();
        await using var cluster = await PostgresCluster.StartAsync();
        var tables = await PostgresCluster.MakeFolderAsync(_disk.Folder);
        await cluster.RunAsync($"CREATE TABLESPACE small LOCATION '{tables}'");
        var database = await cluster.CreateDatabaseAsync();
        await cluster.RunAsync($"ALTER DATABASE {database.Split("Database=")[1]} SET TABLESPACE small");

        await FillAndEmptyAsync(_folder, database, static () => Task.CompletedTask);
    }

    [Fact]
    public async Task PostgreSQL_that_ends_for_want_of_room_is_waited_for()
    {
        SharedPostgres.SkipWithout();
        await using var cluster = await PostgresCluster.StartInAsync(
            _disk.Folder, "max_wal_size=32MB", "min_wal_size=32MB", "restart_after_crash=off");
        var database = await cluster.CreateDatabaseAsync();

        // Without room for its log PostgreSQL ends itself; whoever looks after it makes room and starts it.
        await FillAndEmptyAsync(_folder, database, async () =>
        {
            await cluster.KillAsync();
            await cluster.UpAsync();
        });
    }

    private async Task FillAndEmptyAsync(string dataFolder, string database, Func<Task> restart)
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartOnAsync(
            dataFolder, database, "Ringback__Delivery__SweepInterval=00:00:01");
        await server.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(server, publishers: 1, TextLength);
        await load.MoreAcknowledgedAsync(50);

        _disk.Fill();
        await load.AnotherRefusedAsync();
        await server.IsReadyAsync(false);
        await load.AnotherRefusedAsync();
        _disk.Empty();
        await restart();

        await load.MoreAcknowledgedAsync(50);
        await server.IsReadyAsync(true);
        await load.StopAndCheckAsync(receiver);
        Assert.False(server.Current.Exited.IsCompleted);
    }
}
