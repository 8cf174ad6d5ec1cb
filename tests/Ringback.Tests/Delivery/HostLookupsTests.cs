using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Ringback.Delivery.Targets;

namespace Ringback.Tests.Delivery;

public sealed class HostLookupsTests : IDisposable
{
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
    public async Task One_domain_does_not_take_all_the_lookups()
    {
        var silent = Enumerable.Range(0, 1000).Select(i => FindAsync($"host{i}.silent.example")).ToList();
        await StartedAsync(HostLookups.MaxRunningOfDomain);

        var other = FindAsync("healthy.test");
        await StartedAsync(1);
        Answer("healthy.test");

        Assert.Equal([IPAddress.Loopback], await other);
        Assert.Equal(HostLookups.MaxRunningOfDomain + 1, _count);
        Assert.DoesNotContain(silent, asking => asking.IsCompleted);
    }

    [Fact]
    public async Task Lookups_are_bounded_and_those_that_nobody_waits_for_any_more_are_not_begun()
    {
        using var impatient = new CancellationTokenSource();
        _ = Enumerable.Range(0, HostLookups.MaxRunning).Select(i => FindAsync($"a.running{i}")).ToList();
        await StartedAsync(HostLookups.MaxRunning);
        var given = _lookups.FindAsync("given.up", impatient.Token);
        var waiting = FindAsync("waits.long");

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Answer("a.running0");
        await StartedAsync(1);
        Answer("waits.long");

        Assert.Equal([IPAddress.Loopback], await waiting);
        Assert.False(_running.ContainsKey("given.up"));
        Assert.Equal(HostLookups.MaxRunning + 1, _count);
    }

    private Task<IPAddress[]> FindAsync(string host) => _lookups.FindAsync(host, TestContext.Current.CancellationToken);

    private void Answer(string host) => _running[host].SetResult([IPAddress.Loopback]);

    private async Task StartedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await _started.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }
    }
}
