using System.Net;

namespace Ringback.Delivery.Targets;

/// <summary>Asks the operating system for the addresses of a host.</summary>
internal static class SystemHostLookup
{
    /// <inheritdoc cref="HostLookup"/>
    /// <exception cref="System.Net.Sockets.SocketException">The host has none, or nobody knows.</exception>
    public static Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>

        // The system's call blocks its thread for as long as a name server is silent. On threads of the pool a few
        // hundred such names would bring every other delivery to a halt; HostLookups bounds how many there can be.
        Task.Factory.StartNew(static name => Dns.GetHostAddresses((string)name!), host, CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);
}
