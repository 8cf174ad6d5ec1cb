using System.Net;
using System.Net.NetworkInformation;

namespace Ringback.Delivery.Targets;

/// <summary>Where this server itself listens: a callback to it can only be a mistake, or somebody's attempt to loop.</summary>
internal sealed class OwnEndpoints
{
    private volatile int[] _ports = [];
    private volatile TaskCompletionSource? _expected;

    /// <summary>Ends once the ports are known; already has unless they are expected.</summary>
    public Task Known => _expected?.Task ?? Task.CompletedTask;

    /// <summary>
    /// Says that a server is about to listen, on ports that may only be known when it does. Until then nothing is called:
    /// it might be the server itself.
    /// </summary>
    public void Expect() => _expected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sets the ports on which the server listens, once it does.</summary>
    public void Listen(IEnumerable<int> ports)
    {
        _ports = [.. ports];
        _expected?.TrySetResult();
    }

    /// <summary>Whether an address and port are this server's own, by whatever address of the machine.</summary>
    public bool Contains(IPAddress address, int port) =>
        Array.IndexOf(_ports, port) >= 0
        && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            || MachineHas(address));

    private static bool MachineHas(IPAddress address)
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Any(own => AddressRules.Unwrap(own.Address).Inside.Equals(address));
        }
        catch (NetworkInformationException)
        {
            return false;
        }
    }
}
