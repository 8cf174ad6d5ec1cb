using Ringback.LoadTest.Load;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Flooding;

/// <summary>A server of two orgs: one that can flood, with webhooks that answer and others that hang, and a quiet one.</summary>
internal sealed class SharedServer : IAsyncDisposable
{
    private readonly List<SinkProcess> _receivers = [];

    private SharedServer(ServerProcess server, QuietOrg quiet)
    {
        Server = server;
        Quiet = quiet;
    }

    public ServerProcess Server { get; }

    public QuietOrg Quiet { get; }

    /// <param name="measured">The server.</param>
    /// <param name="fast">Webhooks of the flooding org that answer.</param>
    /// <param name="hanging">Those that hang.</param>
    /// <param name="receivers">Hosts and ports over which those are spread.</param>
    /// <param name="quietEvents">Events that the quiet org will publish at the most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SharedServer> StartAsync(
        MeasuredServer measured, int fast, int hanging, int receivers, int quietEvents, CancellationToken cancellationToken)
    {
        var server = await ServerProcess.StartAsync(measured, cancellationToken);
        SharedServer? shared = null;
        try
        {
            shared = new SharedServer(server, await QuietOrg.AddAsync(server, quietEvents, cancellationToken));
            await shared.RegisterAsync(fast, hanging, receivers, cancellationToken);
            return shared;
        }
        catch
        {
            await (shared?.DisposeAsync() ?? server.DisposeAsync());
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Quiet.Dispose();
        _receivers.ForEach(static receiver => receiver.Dispose());
    }

    private async Task RegisterAsync(int fast, int hanging, int receivers, CancellationToken cancellationToken)
    {
        for (var receiver = 0; receiver <= receivers; receiver++)
        {
            _receivers.Add(await SinkProcess.StartAsync(cancellationToken));
        }

        await Server.Api.RegisterAsync(new Workload(fast, 1), webhook => $"{_receivers[0].BaseUrl}/w/{webhook}", cancellationToken);
        foreach (var receiver in _receivers.Skip(1))
        {
            await receiver.SetRuleAsync("/", Behaviour.Hang);
        }

        await Server.Api.RegisterAsync(
            new Workload(hanging, 1, fast),
            webhook => $"{_receivers[1 + (webhook % receivers)].BaseUrl}/hang/{webhook}",
            cancellationToken);
    }
}
