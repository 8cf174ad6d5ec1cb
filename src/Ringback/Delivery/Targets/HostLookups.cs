using System.Net;
using System.Net.Sockets;

namespace Ringback.Delivery.Targets;

/// <summary>
/// Looks hosts up. Those who ask for the same host at a time share a lookup; no more lookups run at once than there are
/// threads and sockets for, and no owner has more than are free: the system's resolver keeps a thread for as long as a name
/// server is silent, whoever still waits for it. Nothing is remembered beyond a lookup's end, so that a change in DNS counts
/// from the next connection on.
/// </summary>
/// <param name="lookup">Asks for one host.</param>
/// <param name="limit">How many lookups may run at once.</param>
internal sealed class HostLookups(HostLookup lookup, int limit = HostLookups.MaxRunning)
{
    /// <summary>How many lookups may run at once where nothing forbids it.</summary>
    public const int MaxRunning = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lookup> _known = [];
    private readonly LinkedList<Lookup> _waiting = [];
    private readonly Dictionary<WebhookParty, int> _runningOf = [];
    private int _running;

    /// <summary>The addresses of a host.</summary>
    /// <param name="host">The name of the host.</param>
    /// <param name="owner">For whom it is looked up.</param>
    /// <param name="cancellationToken">Ends the waiting; a lookup that runs goes on.</param>
    /// <exception cref="SocketException">The host has none, or nobody knows.</exception>
    public async Task<IPAddress[]> FindAsync(string host, WebhookParty owner, CancellationToken cancellationToken)
    {
        Lookup mine;
        lock (_gate)
        {
            mine = _known.TryGetValue(host, out var known) ? known : Enqueue(host);
            mine.Askers.Add(owner);
            StartSome();
        }

        try
        {
            return await mine.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(mine, owner);
        }
    }

    private Lookup Enqueue(string host)
    {
        var mine = new Lookup(host);
        _known[host] = mine;
        mine.Place = _waiting.AddLast(mine);
        return mine;
    }

    /// <summary>Nobody needs a lookup that nobody waits for, unless it runs: that cannot be taken back.</summary>
    private void Leave(Lookup mine, WebhookParty owner)
    {
        lock (_gate)
        {
            mine.Askers.Remove(owner);
            if (mine.Askers.Count == 0 && mine.Place is { } place)
            {
                mine.Place = null;
                _waiting.Remove(place);
                _known.Remove(mine.Host);
            }
        }
    }

    private void StartSome()
    {
        for (var place = _waiting.First; place is not null && _running < limit;)
        {
            var next = place.Next;

            // Any of those who ask can pay for it: who has many that hang keeps nobody from a host that both call.
            foreach (var owner in place.Value.Askers)
            {
                if (_runningOf.GetValueOrDefault(owner) is var running && running < limit - _running)
                {
                    _waiting.Remove(place);
                    place.Value.Place = null;
                    _running++;
                    _runningOf[owner] = running + 1;
                    _ = RunAsync(place.Value, owner);
                    break;
                }
            }

            place = next;
        }
    }

    private async Task RunAsync(Lookup mine, WebhookParty owner)
    {
        // Out of the lock, whatever the resolver does before it gives its thread back.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var addresses = await lookup(mine.Host, CancellationToken.None);
            Finished(mine, owner);
            mine.Result.TrySetResult(addresses);
        }
        catch (Exception error)
        {
            Finished(mine, owner);
            mine.Result.TrySetException(error);
            _ = mine.Result.Task.Exception;
        }
    }

    private void Finished(Lookup mine, WebhookParty owner)
    {
        lock (_gate)
        {
            _known.Remove(mine.Host);
            _running--;
            if (--_runningOf[owner] == 0)
            {
                _runningOf.Remove(owner);
            }

            StartSome();
        }
    }

    /// <summary>A lookup that waits or runs.</summary>
    private sealed class Lookup(string host)
    {
        public string Host { get; } = host;

        public TaskCompletionSource<IPAddress[]> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Where it waits; null once it runs.</summary>
        public LinkedListNode<Lookup>? Place { get; set; }

        /// <summary>Who waits for it, each as often as it asked.</summary>
        public List<WebhookParty> Askers { get; } = [];
    }
}
