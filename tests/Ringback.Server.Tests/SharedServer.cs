[assembly: AssemblyFixture(typeof(Ringback.Server.Tests.SharedServer))]

namespace Ringback.Server.Tests;

/// <summary>
/// One development server for all tests that need nothing special; each makes a <see cref="Tenant"/> of its own.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    private RunningServer? _server;

    /// <summary>The server.</summary>
    internal RunningServer Server => _server ?? throw new InvalidOperationException("Not started.");

    /// <summary>A new org on it.</summary>
    internal Task<Tenant> NewTenantAsync() => Tenant.NewAsync(Server);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        new Dictionary<string, string?> { ["Ringback:Delivery:RetryWaits:0"] = "00:00:00.050" });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
