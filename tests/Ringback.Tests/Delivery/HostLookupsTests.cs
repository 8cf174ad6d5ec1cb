using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Ringback.Delivery.Targets;

namespace Ringback.Tests.Delivery;

public sealed class HostLookupsTests : IDisposable
{
    private static readonly WebhookParty Ann = new("org", "ann", "app");
    private static readonly WebhookParty Bob = new("org", "bob", "app");

    private readonly ConcurrentDictionary<string, TaskCompletionSource<IPAddress[]>> _running = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly HostLookups _lookups;
    private int _count;

    public HostLookupsTests() => _lookups = new HostLookups((host, _) =>
    {
        Interlocked.Increment(ref _count);
        var result = _running.GetOrAdd(
            host, _ => new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously));
        _started.Release();
        return result.Task;
    });

    public void Dispose() => _started.Dispose();

    [Fact]
    public async Task Those_who_ask_for_the_same_host_share_a_lookup()
    {
        var asking = Enumerable.Range(0, 100).Select(_ => FindAsync("one.example")).ToList();
        await StartedAsync(1);

        Answer("one.example");

        Assert.All(await Task.WhenAll(asking), found => Assert.Equal([IPAddress.Loopback], found));
        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task Answer_is_not_remembered()
    {
        for (var i = 1; i <= 2; i++)
        {
            var asking = FindAsync("one.example");
            await StartedAsync(1);
            Answer("one.example");
            await asking;
            _running.Clear();
        }

        Assert.Equal(2, _count);
    }

    [Fact]
    public async Task Failure_reaches_everybody_who_asked()
    {
        var asking = Enumerable.Range(0, 3).Select(_ => FindAsync("gone.example")).ToList();
        await StartedAsync(1);

        _running["gone.example"].SetException(new SocketException((int)SocketError.HostNotFound));

        foreach (var one in asking)
        {
            Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => one)).SocketErrorCode);
        }
    }

    [Fact]
    public async Task Owner_with_hanging_names_leaves_others_as_many_lookups_as_it_has()
    {
        var silent = Enumerable.Range(0, 1000).Select(i => FindAsync($"a.silent{i}.example")).ToList();
        await StartedAsync(HostLookups.MaxRunning / 2);

        var other = FindAsync("healthy.example", Bob);
        await StartedAsync(1);
        Answer("healthy.example");

        Assert.Equal([IPAddress.Loopback], await other);
        Assert.Equal((HostLookups.MaxRunning / 2) + 1, _count);
        Assert.DoesNotContain(silent, asking => asking.IsCompleted);
    }

    [Fact]
    public async Task Lookups_are_bounded_and_of_many_owners_with_hanging_names_none_stops_the_next_one()
    {
        var silent = Enumerable.Range(0, 7)
            .SelectMany(owner => Enumerable.Range(0, HostLookups.MaxRunning)
                .Select(i => FindAsync($"silent{i}.owner{owner}.co.uk", new WebhookParty($"org{owner}"))))
            .ToList();
        var other = FindAsync("healthy.co.uk", Bob);
        await StartedUntilAsync("healthy.co.uk");

        Answer("healthy.co.uk");

        Assert.Equal([IPAddress.Loopback], await other);
        Assert.InRange(_count, 1, HostLookups.MaxRunning);
        Assert.DoesNotContain(silent, asking => asking.IsCompleted);
    }

    [Fact]
    public async Task Host_that_waits_for_one_owner_is_looked_up_for_another_one_that_asks_too()
    {
        _ = Enumerable.Range(0, 1000).Select(i => FindAsync($"silent{i}.example")).ToList();
        await StartedAsync(HostLookups.MaxRunning / 2);
        var mine = FindAsync("shared.example");

        var others = FindAsync("shared.example", Bob);
        await StartedAsync(1);
        Answer("shared.example");

        Assert.Equal(await mine, await others);
    }

    [Fact]
    public async Task Lookups_that_nobody_waits_for_any_more_are_not_begun()
    {
        using var impatient = new CancellationTokenSource();
        _ = Enumerable.Range(0, HostLookups.MaxRunning).Select(i => FindAsync($"a.running{i}")).ToList();
        await StartedAsync(HostLookups.MaxRunning / 2);
        var given = _lookups.FindAsync("given.up", Ann, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        for (var i = 0; i < HostLookups.MaxRunning; i++)
        {
            Answer($"a.running{i}");
            if (i < HostLookups.MaxRunning / 2)
            {
                await StartedAsync(1);
            }
        }

        Assert.False(_running.ContainsKey("given.up"));
        Assert.Equal(HostLookups.MaxRunning, _count);
    }

    private Task<IPAddress[]> FindAsync(string host, WebhookParty? owner = null) =>
        _lookups.FindAsync(host, owner ?? Ann, TestContext.Current.CancellationToken);

    private void Answer(string host) => _running[host].SetResult([IPAddress.Loopback]);

    private async Task StartedUntilAsync(string host)
    {
        while (!_running.ContainsKey(host))
        {
            await StartedAsync(1);
        }
    }

    private async Task StartedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await _started.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }
    }
}
