namespace Ringback.Server.Tests.Store;

/// <summary><c>ringback store check</c>: each way in which a store can be wrong is found, on both databases.</summary>
public sealed class CheckStoreTests : IAsyncLifetime
{
    private readonly StoreRig _rig = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sound_store_is_told_so_while_a_server_uses_it(bool isPostgres)
    {
        var place = await _rig.NewFilledAsync(isPostgres);
        await using var server = await StoreRig.OpenAsync(place);

        var words = await StoreRig.RunAsync(["check", .. _rig.Naming(place)]);
        var json = (await StoreRig.RunAsync(["check", "--json", .. _rig.Naming(place)])).Json;

        Assert.Contains("✔ Every pending delivery has its event.", words.ShouldSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("All is well in ", words.Output, StringComparison.Ordinal);
        Assert.True(json.GetProperty("ok").GetBoolean());
        await server.ProbeAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(false, "pending-event", "DELETE FROM events WHERE id IN (SELECT event_id FROM pending)")]
    [InlineData(true, "pending-event", "DELETE FROM events WHERE id IN (SELECT event_id FROM pending)")]
    [InlineData(false, "pending-webhook", "DELETE FROM webhooks")]
    [InlineData(true, "pending-webhook", "DELETE FROM webhooks")]
    [InlineData(false, "health-webhook", "DELETE FROM webhooks")]
    [InlineData(true, "health-webhook", "DELETE FROM webhooks")]
    [InlineData(false, "pending-over", "UPDATE attempts SET verdict = 2")]
    [InlineData(true, "pending-over", "UPDATE attempts SET verdict = 2")]
    [InlineData(false, "shard", "UPDATE pending SET shard = (shard + 1) % 256")]
    [InlineData(true, "shard", "UPDATE pending SET shard = (shard + 1) % 256")]
    [InlineData(false, "webhooks", "UPDATE webhooks SET status = 7")]
    [InlineData(true, "webhooks", "UPDATE webhooks SET owned_by = 7")]
    [InlineData(false, "webhooks", "UPDATE webhooks SET target_url = 'ftp://example.com'")]
    [InlineData(true, "webhooks", "UPDATE webhooks SET filter = 'nonsense'")]
    [InlineData(false, "webhook-version", "UPDATE webhook_versions SET until = 1")]
    [InlineData(true, "webhook-version", "UPDATE webhook_versions SET until = now()")]
    [InlineData(false, "attempt-index",
        "INSERT INTO attempts_of_webhooks VALUES (x'00', x'00112233445566778899aabbccddeeff', 1000000)")]
    [InlineData(false, "secrets", "UPDATE webhooks SET secrets = x'00' WHERE secrets IS NOT NULL")]
    [InlineData(true, "secrets", @"UPDATE webhooks SET secrets = '\x00' WHERE secrets IS NOT NULL")]
    [InlineData(true, "chosen-ids", "DELETE FROM events WHERE chosen_id IS NOT NULL")]
    [InlineData(true, "shards", "DELETE FROM shards WHERE shard = 3")]
    [InlineData(true, "partitions",
        "DO $$ BEGIN EXECUTE 'DROP TABLE attempts_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD'); END $$")]
    public async Task What_is_wrong_is_found_and_the_exit_code_says_so(bool isPostgres, string check, string sql)
    {
        var place = await _rig.NewFilledAsync(isPostgres, events: 20);
        await StoreRig.ExecuteAsync(place, sql);

        var run = await StoreRig.RunAsync(["check", "--json", .. _rig.Naming(place)]);

        Assert.Contains("found something wrong", run.ShouldFail(), StringComparison.Ordinal);
        using var report = System.Text.Json.JsonDocument.Parse(run.Output);
        var finding = report.RootElement.GetProperty("checks").EnumerateArray()
            .Single(finding => finding.GetProperty("check").GetString() == check);
        Assert.True(finding.GetProperty("problems").GetInt64() > 0, run.Output);
        Assert.NotEmpty(finding.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Key_that_is_missing_or_another_one_is_found()
    {
        var place = await _rig.NewFilledAsync(isPostgres: false, events: 5);
        var key = Path.Combine(place, "secrets.key");
        await File.WriteAllBytesAsync(key, new byte[32], CancellationToken.None);
        var another = await StoreRig.RunAsync("check", "--data", place);
        File.Delete(key);
        var missing = await StoreRig.RunAsync("check", "--data", place);

        Assert.Contains("the key is another one", another.Output, StringComparison.Ordinal);
        Assert.Contains($"there is no {key}", missing.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (another.ExitCode, missing.ExitCode));
        Assert.False(File.Exists(key));
    }

    [Fact]
    public async Task File_that_is_damaged_is_told_in_a_line()
    {
        var place = await _rig.NewFilledAsync(isPostgres: false, events: 5);
        await File.WriteAllTextAsync(Path.Combine(place, "ringback.db"), new string('x', 8192), CancellationToken.None);

        var line = (await StoreRig.RunAsync("check", "--data", place)).ShouldFail();

        Assert.Contains("corrupt or is not a database", line, StringComparison.Ordinal);
    }
}
