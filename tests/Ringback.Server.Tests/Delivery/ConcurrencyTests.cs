namespace Ringback.Server.Tests.Delivery;

/// <summary>How many callbacks are in flight at once, and who waits for whom.</summary>
public sealed class ConcurrencyTests(SharedServer shared)
{
    [Fact]
    public async Task Webhook_has_at_most_8_callbacks_in_flight_and_the_next_starts_when_one_ends()
    {
        var gates = Enumerable.Range(0, 30).Select(_ => new Gate()).ToArray();
        var calls = -1;
        await using var receiver = Receiver.Start(_ => gates[Interlocked.Increment(ref calls)].Answer);
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync([.. Enumerable.Range(0, 30).Select(i => $"m{i}")]);
        await receiver.NextAsync(8);

        for (var ended = 0; ended < 22; ended++)
        {
            Assert.Equal(8 + ended, receiver.Count);
            gates[ended].Open(200);
            await receiver.NextAsync();
        }

        Array.ForEach(gates, gate => gate.Open(200));
        Assert.Equal(30, receiver.Count);
    }

    [Fact]
    public async Task Receiver_that_hangs_does_not_delay_the_others()
    {
        var never = new Gate();
        await using var slow = Receiver.Start(_ => never.Answer);
        await using var fast = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(slow.Url);
        await tenant.Person.RegisterAsync(fast.Url);

        await tenant.Publisher.PublishAsync([.. Enumerable.Range(0, 200).Select(i => $"m{i}")]);
        await fast.NextAsync(200);

        Assert.InRange(slow.Count, 1, 8);
        never.Open(200);
        await slow.NextAsync(200);
    }

    [Fact]
    public async Task Backlog_larger_than_memory_keeps_is_delivered_to_the_last()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Ringback:Delivery:LanePage"] = "16",
        });
        await using var receiver = Receiver.Start();
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);
        var ids = Enumerable.Range(0, 1000).Select(i => $"m{i}").ToArray();

        await tenant.Publisher.PublishAsync(ids);
        var callbacks = await receiver.NextAsync(1000);
        await server.StopAsync();

        Assert.Equal(ids.Order(StringComparer.Ordinal),
            callbacks.Select(callback => callback.Json.GetProperty("data").GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(1000, receiver.Count);
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
    }
}
