namespace Ringback.Server.Tests.Faults;

/// <summary>Two servers on one PostgreSQL database: the later one takes over, and the earlier one ends.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task First_server_ends_under_load_and_the_second_delivers_all_that_was_acknowledged()
    {
        var database = await CreateDatabaseAsync();
        await using var receiver = Receiver.Start();
        await using var first = await ServerProcess.StartOnAsync(_folder, database);
        await first.RegisterAsync(receiver);
        await using var load = SteadyLoad.Start(first);
        await load.MoreAcknowledgedAsync(50);

        await using var second = await ServerProcess.StartOnAsync(
            _folder, database, "Ringback__Delivery__SweepInterval=00:00:01");

        await AssertHasGivenWayAsync(first);
        await load.StopAndCheckAsync(receiver);
        await using var more = SteadyLoad.Start(second);
        await more.MoreAcknowledgedAsync(50);
        await more.StopAndCheckAsync(receiver);
        Assert.False(second.Current.Exited.IsCompleted);
    }

    [Fact]
    public async Task First_server_ends_also_when_nobody_asks_it_for_anything()
    {
        var database = await CreateDatabaseAsync();
        await using var first = await ServerProcess.StartOnAsync(
            _folder, database, "Ringback__Delivery__SweepInterval=00:00:01");

        await using var second = await ServerProcess.StartOnAsync(_folder, database);

        await AssertHasGivenWayAsync(first);
        await second.IsReadyAsync(true);
    }

    private static async Task AssertHasGivenWayAsync(ServerProcess first)
    {
        var exitCode = await first.Current.Exited.WithinAsync("end of the first server");

        Assert.Equal(1, exitCode);
        Assert.Equal("ringback: Another process has taken over the database; this one has stopped.\n", first.Current.Errors);
    }

    private static async Task<string> CreateDatabaseAsync()
    {
        SharedPostgres.SkipWithout();
        return await SharedPostgres.CreateDatabaseAsync();
    }
}
