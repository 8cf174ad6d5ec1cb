using System.Net;
using System.Net.Sockets;

namespace Ringback.Delivery.Sending;

/// <summary>
/// Opens a TCP connection to one of a host's addresses (RFC 8305): they get their turns a quarter of a second apart, those
/// of both families in turn, and the first that answers wins. None has to be given up for the next to be tried.
/// </summary>
internal sealed class Dialer(ReceiverConnections connections, TimeProvider time)
{
    // A name with more is somebody's attempt to make this server knock everywhere.
    private const int MaxAddresses = 32;

    // The one that has been silent longest makes room.
    private const int MaxAtOnce = 8;

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects to the first address that answers. The caller has leave for one; more is taken and given back.</summary>
    /// <exception cref="SocketException">
    /// None did: the last failure that is the receiver's, or else the last of this machine's own.
    /// </exception>
    /// <exception cref="OperationCanceledException">The time is over; it has the token that came.</exception>
    public async Task<Socket> DialAsync(
        IReadOnlyList<IPAddress> addresses, int port, ConnectProgress progress, CancellationToken cancellationToken)
    {
        var turns = InTurn(addresses);
        var runners = new List<Runner>(1);
        var leaves = 1;
        SocketException? failure = null;
        try
        {
            for (var next = 0; next < turns.Count || runners.Count > 0;)
            {
                if (next < turns.Count)
                {
                    leaves = MakeRoom(runners, leaves);
                    progress.Address = turns[next];
                    runners.Add(Runner.Start(turns[next++], port, cancellationToken));
                }

                var finished = await FirstAsync(runners, waits: next == turns.Count, cancellationToken);
                if (finished is null)
                {
                    continue;
                }

                runners.Remove(finished);
                if (await finished.ResultAsync(cancellationToken) is not { } error)
                {
                    progress.Address = finished.Address;
                    return finished.Socket!;
                }

                // That one address cannot be reached from here says nothing while another one answers, if only by a no.
                if (failure is null || FailureWords.OwnFaultOf(error.SocketErrorCode) is null)
                {
                    failure = error;
                }
            }
        }
        finally
        {
            foreach (var runner in runners)
            {
                runner.Dispose();
            }

            for (; leaves > 1; leaves--)
            {
                connections.GiveBack();
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>The addresses with the families taking turns, beginning with the one that the system put first.</summary>
    internal static IReadOnlyList<IPAddress> InTurn(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count < 2)
        {
            return addresses;
        }

        var family = addresses[0].AddressFamily;
        var one = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily == family));
        var other = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily != family));
        var turns = new List<IPAddress>(Math.Min(addresses.Count, MaxAddresses));
        while (turns.Count < MaxAddresses && one.Count + other.Count > 0)
        {
            if (one.TryDequeue(out var address))
            {
                turns.Add(address);
            }

            (one, other) = other.Count > 0 ? (other, one) : (one, other);
        }

        return turns;
    }

    /// <summary>The first runner to end; null when the next address has its turn before.</summary>
    private async Task<Runner?> FirstAsync(List<Runner> runners, bool waits, CancellationToken cancellationToken)
    {
        if (waits && runners is [var only])
        {
            return only;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turn = waits
            ? Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token)
            : Task.Delay(HeadStart, time, stop.Token);
        var first = await Task.WhenAny([.. runners.Select(runner => runner.Connecting), turn]);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return runners.Find(runner => runner.Connecting == first);
    }

    /// <summary>Makes room for one more runner; returns for how many there is leave then.</summary>
    private int MakeRoom(List<Runner> runners, int leaves)
    {
        if (runners.Count < leaves)
        {
            return leaves;
        }

        if (leaves < MaxAtOnce && connections.TryTakeLeave())
        {
            return leaves + 1;
        }

        runners[0].Dispose();
        runners.RemoveAt(0);
        return leaves;
    }

    /// <summary>One address in the race.</summary>
    private sealed class Runner : IDisposable
    {
        private Runner(IPAddress address, Socket? socket, Task connecting)
        {
            Address = address;
            Socket = socket;
            Connecting = connecting;
        }

        /// <summary>The address that it calls.</summary>
        public IPAddress Address { get; }

        /// <summary>The socket; null when not even that could be had.</summary>
        public Socket? Socket { get; }

        /// <summary>Ends when the address has answered, or cannot.</summary>
        public Task Connecting { get; }

        public static Runner Start(IPAddress address, int port, CancellationToken cancellationToken)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                return new Runner(
                    address, socket, socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).AsTask());
            }
            catch (SocketException error)
            {
                socket?.Dispose();
                return new Runner(address, null, Task.FromException(error));
            }
        }

        /// <summary>Null when it is connected, or why it is not.</summary>
        public async Task<SocketException?> ResultAsync(CancellationToken cancellationToken)
        {
            try
            {
                await Connecting;
                return null;
            }
            catch (SocketException error)
            {
                Dispose();
                return error;
            }
            catch (OperationCanceledException canceled)
            {
                // With the token that came: of another one the HTTP client would not know that its own time is over.
                Dispose();
                throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            Socket?.Dispose();

            // Whatever came of it, nobody asks.
            _ = Connecting.ContinueWith(static task => _ = task.Exception, CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
