using Ringback.Installation;
using Ringback.Storage.Maintenance;

namespace Ringback.Server.Tests.Store;

/// <summary><c>ringback store copy</c>, to and from both databases.</summary>
public sealed class CopyStoreTests : IAsyncLifetime
{
    private readonly StoreRig _rig = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Everything_is_there_afterwards_and_a_server_can_go_on_with_it(bool fromPostgres, bool toPostgres)
    {
        var from = await _rig.NewFilledAsync(fromPostgres, events: 2500);
        var to = await _rig.NewAsync(toPostgres);

        var run = await StoreRig.RunAsync(["copy", "--from", from, "--to", to, .. Key(fromPostgres)]);

        run.ShouldSucceed();
        Assert.Contains("Copied events: 2500 rows", run.Output, StringComparison.Ordinal);
        var sums = await StoreRig.SumsAsync(to);
        Assert.Equal(await StoreRig.SumsAsync(from), sums);
        Assert.Equal(
            [("webhooks", 8), ("webhook_versions", 8), ("tokens", 3),
                ("events", 2500), ("pending", 2500), ("attempts", 3750), ("webhook_health", 2)],
            sums.Select(table => (table.Table, table.Rows)));
        (await StoreRig.RunAsync(["check", .. _rig.Naming(to)])).ShouldSucceed();
        await using var store = await StoreRig.OpenAsync(to);
        Assert.Equal(2500, await CountPendingAsync(store));
        Assert.NotNull(await store.FindEventAsync("org1", "chosen 1 😀", CancellationToken.None));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Copy_that_died_goes_on_where_it_was(bool fromPostgres, bool toPostgres)
    {
        var from = await _rig.NewFilledAsync(fromPostgres, events: 2500);
        var to = await _rig.NewAsync(toPostgres);
        var interrupted = await InterruptAsync(from, to, step => step is { Table: "events", Rows: 1000 });

        await Assert.ThrowsAsync<StoreUnusableException>(() => StoreRig.OpenAsync(to));
        var steps = new List<CopyStep>();
        await CopyAsync(from, to, steps.Add);

        Assert.True(interrupted);
        Assert.Equal(new CopyStep(CopyStage.Copy, "events", 2000, 2500), steps[0]);
        Assert.Equal(await StoreRig.SumsAsync(from), await StoreRig.SumsAsync(to));
        await using var store = await StoreRig.OpenAsync(to);
    }

    [Fact]
    public async Task Process_that_was_killed_is_run_again_and_finishes()
    {
        var from = await _rig.NewFilledAsync(isPostgres: false, events: 20_000);
        var to = await _rig.NewAsync(isPostgres: true);
        string[] command = ["store", "copy", "--from", from, "--to", to];
        using (var killed = RingbackProcess.Start(command))
        {
            await Eventually.IsTrueAsync("tokens copied", () => Task.FromResult(
                killed.Exited.IsCompleted || killed.Output.Contains("Copied tokens", StringComparison.Ordinal)));
            killed.Kill();
            Assert.NotEqual(0, await killed.Exited.WithinAsync("end of the copy"));
        }

        using var again = RingbackProcess.Start(command);

        Assert.True(await again.Exited.WithinAsync("end of the copy") == 0, again.Errors);
        Assert.Equal(await StoreRig.SumsAsync(from), await StoreRig.SumsAsync(to));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Target_with_data_is_left_alone(bool toPostgres)
    {
        var from = await _rig.NewFilledAsync(isPostgres: false);
        var to = await _rig.NewFilledAsync(toPostgres, events: 7);

        var line = (await StoreRig.RunAsync("copy", "--from", from, "--to", to)).ShouldFail();

        Assert.Contains("has data of its own (webhooks)", line, StringComparison.Ordinal);
        Assert.Equal(7, (await StoreRig.SumsAsync(to)).Single(table => table.Table == "events").Rows);
    }

    [Theory]
    [InlineData(false, "in use by another Ringback")]
    [InlineData(true, "A Ringback server uses the database")]
    public async Task Side_that_a_server_uses_is_refused_and_the_server_goes_on(bool isPostgres, string words)
    {
        var used = await _rig.NewFilledAsync(isPostgres);
        var other = await _rig.NewFilledAsync(isPostgres: false);
        await using var server = await StoreRig.OpenAsync(used);

        var asSource = await StoreRig.RunAsync("copy", "--from", used, "--to", await _rig.NewAsync(false));
        var asTarget = await StoreRig.RunAsync("copy", "--from", other, "--to", used);

        Assert.Contains(words, asSource.ShouldFail(), StringComparison.Ordinal);
        Assert.Contains(words, asTarget.ShouldFail(), StringComparison.Ordinal);
        await server.ProbeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Server_that_goes_by_another_name_loses_its_shards()
    {
        var from = await _rig.NewFilledAsync(isPostgres: true);
        await using var server = await StoreRig.OpenAsync(from + ";Application Name=hidden");
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Lost += lost.SetResult;

        (await StoreRig.RunAsync("copy", "--from", from, "--to", await _rig.NewAsync(true))).ShouldSucceed();

        await Assert.ThrowsAnyAsync<Exception>(() => server.ProbeAsync(CancellationToken.None));
        await lost.Task.WithinAsync("loss of the shards");
    }

    [Fact]
    public async Task Source_that_was_used_between_two_tries_is_noticed()
    {
        var from = await _rig.NewFilledAsync(isPostgres: false, events: 2500);
        var to = await _rig.NewAsync(isPostgres: false);
        await InterruptAsync(from, to, step => step is { Table: "events", Rows: 1000 });
        await StoreRig.ExecuteAsync(from, "UPDATE webhooks SET name = 'changed'");

        var line = (await StoreRig.RunAsync("copy", "--from", from, "--to", to)).ShouldFail();

        Assert.StartsWith("The copy is not the same: webhooks has 8 rows", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_of_another_unfinished_copy_is_refused()
    {
        var (from, other) = (await _rig.NewFilledAsync(false), await _rig.NewFilledAsync(false));
        var to = await _rig.NewAsync(isPostgres: false);
        await InterruptAsync(from, to, step => step.Table == "events");

        var line = (await StoreRig.RunAsync("copy", "--from", other, "--to", to)).ShouldFail();

        Assert.Contains($"unfinished copy from {from}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_goes_along_from_folder_to_folder_and_is_asked_for_when_nobody_knows_it()
    {
        var from = await _rig.NewFilledAsync(isPostgres: false);
        var (folder, database, last) = (await _rig.NewAsync(false), await _rig.NewAsync(true), await _rig.NewAsync(false));

        (await StoreRig.RunAsync("copy", "--from", from, "--to", folder)).ShouldSucceed();
        var advice = (await StoreRig.RunAsync("copy", "--from", from, "--to", database, "--json")).Json.GetProperty("key");
        var line = (await StoreRig.RunAsync("copy", "--from", database, "--to", last)).ShouldFail();

        Assert.Equal(File.ReadAllBytes(Path.Combine(from, "secrets.key")), File.ReadAllBytes(Path.Combine(folder, "secrets.key")));
        Assert.Contains($"--data {from}", advice.GetString(), StringComparison.Ordinal);
        Assert.Contains("say with --key where it is", line, StringComparison.Ordinal);
        (await StoreRig.RunAsync("copy", "--from", database, "--to", last, "--key", Path.Combine(from, "secrets.key")))
            .ShouldSucceed();
    }

    [Fact]
    public async Task Key_that_does_not_fit_is_refused()
    {
        var from = await _rig.NewFilledAsync(isPostgres: true);
        var wrong = Path.Combine(_rig.Folder, "wrong.key");
        await File.WriteAllBytesAsync(wrong, new byte[32], CancellationToken.None);

        var line = (await StoreRig.RunAsync("copy", "--from", from, "--to", await _rig.NewAsync(false), "--key", wrong)).ShouldFail();

        Assert.Contains("is not the key of the secrets", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/at/all", "There is no database in /nowhere/at/all.")]
    [InlineData("Host=nowhere.invalid;Password=s3cr3t", "PostgreSQL at nowhere.invalid:5432 cannot be reached")]
    [InlineData("Hots=x;Password=s3cr3t", "The connection string of PostgreSQL cannot be read")]
    [InlineData("postgresql://ann:s3cr3t@db/ringback", "The connection string of PostgreSQL cannot be read")]
    public async Task Source_that_is_none_is_told_in_a_line_without_the_password(string from, string words)
    {
        var line = (await StoreRig.RunAsync("copy", "--from", from, "--to", await _rig.NewAsync(false))).ShouldFail();

        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", line, StringComparison.Ordinal);
    }

    private string[] Key(bool isNeeded) => isNeeded ? ["--key", SecretKeyTransfer.PathIn(_rig.KeyFolder)] : [];

    private static async Task<bool> InterruptAsync(string from, string to, Func<CopyStep, bool> when)
    {
        try
        {
            await CopyAsync(from, to, step =>
            {
                if (when(step))
                {
                    throw new InvalidOperationException("The power failed.");
                }
            });
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static async Task CopyAsync(string from, string to, Action<CopyStep> progress)
    {
        await using var source = await StoreRig.LookAsync(from, StoreUse.Source);
        await using var target = await StoreRig.LookAsync(to, StoreUse.Target);
        await new StoreCopier(source, target, progress).RunAsync(CancellationToken.None);
    }

    private static async Task<long> CountPendingAsync(Ringback.Storage.IStore store)
    {
        var count = 0L;
        for (var shard = 0; shard < 256; shard++)
        {
            count += (await store.CountPendingAsync(shard, CancellationToken.None)).Sum(lane => lane.Count);
        }

        return count;
    }
}
