using System.Net;
using System.Net.Sockets;

namespace Ringback.Delivery.Targets;

/// <summary>
/// Looks hosts up. Those who ask for the same host at a time share a lookup; no more lookups run at once than there are
/// threads for, and no domain takes more than its share of them: the system's resolver keeps a thread for as long as a name
/// server is silent, whoever still waits for it. Nothing is remembered beyond a lookup's end, so that a change in DNS counts
/// from the next connection on.
/// </summary>
internal sealed class HostLookups(HostLookup lookup)
{
    /// <summary>How many lookups may run at once.</summary>
    public const int MaxRunning = 256;

    /// <summary>How many lookups of hosts of one domain may run at once.</summary>
    public const int MaxRunningOfDomain = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lookup> _known = [];
    private readonly LinkedList<Lookup> _waiting = [];
    private readonly Dictionary<string, int> _runningOfDomain = [];
    private int _running;

    /// <summary>The addresses of a host.</summary>
    /// <exception cref="SocketException">The host has none, or nobody knows.</exception>
    public async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        Lookup mine;
        lock (_gate)
        {
            mine = _known.TryGetValue(host, out var known) ? known : Enqueue(host);
            mine.Askers++;
            StartSome();
        }

        try
        {
            return await mine.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(mine);
        }
    }

    private Lookup Enqueue(string host)
    {
        var mine = new Lookup(host, DomainOf(host));
        _known[host] = mine;
        mine.Place = _waiting.AddLast(mine);
        return mine;
    }

    /// <summary>Nobody needs a lookup that nobody waits for, unless it runs: that cannot be taken back.</summary>
    private void Leave(Lookup mine)
    {
        lock (_gate)
        {
            if (--mine.Askers == 0 && mine.Place is { } place)
            {
                _waiting.Remove(place);
                _known.Remove(mine.Host);
            }
        }
    }

    private void StartSome()
    {
        for (var place = _waiting.First; place is not null && _running < MaxRunning;)
        {
            var next = place.Next;
            var domain = place.Value.Domain;
            if (_runningOfDomain.GetValueOrDefault(domain) is var running && running < MaxRunningOfDomain)
            {
                _waiting.Remove(place);
                place.Value.Place = null;
                _running++;
                _runningOfDomain[domain] = running + 1;
                _ = RunAsync(place.Value);
            }

            place = next;
        }
    }

    private async Task RunAsync(Lookup mine)
    {
        // Out of the lock, whatever the resolver does before it gives its thread back.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var addresses = await lookup(mine.Host, CancellationToken.None);
            Finished(mine);
            mine.Result.TrySetResult(addresses);
        }
        catch (Exception error)
        {
            Finished(mine);
            mine.Result.TrySetException(error);
            _ = mine.Result.Task.Exception;
        }
    }

    private void Finished(Lookup mine)
    {
        lock (_gate)
        {
            _known.Remove(mine.Host);
            _running--;
            if (--_runningOfDomain[mine.Domain] == 0)
            {
                _runningOfDomain.Remove(mine.Domain);
            }

            StartSome();
        }
    }

    /// <summary>The last two labels: whose name servers are silent is silent for all that is below.</summary>
    private static string DomainOf(string host)
    {
        var last = host.LastIndexOf('.');
        return last <= 0 ? host : host[(host.LastIndexOf('.', last - 1) + 1)..];
    }

    /// <summary>A lookup that waits or runs.</summary>
    private sealed class Lookup(string host, string domain)
    {
        public string Host { get; } = host;

        public string Domain { get; } = domain;

        public TaskCompletionSource<IPAddress[]> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Where it waits; null once it runs.</summary>
        public LinkedListNode<Lookup>? Place { get; set; }

        public int Askers { get; set; }
    }
}
