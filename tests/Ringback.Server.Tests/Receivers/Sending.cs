using Microsoft.Extensions.Options;
using Ringback.Delivery;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Targets;

namespace Ringback.Server.Tests.Receivers;

/// <summary>A sender on real sockets and real time, as the engine has one.</summary>
internal sealed class Sending : IDisposable
{
    private readonly HttpCallbackSender _sender;

    /// <summary>Makes one that may call loopback.</summary>
    public Sending(TimeSpan? timeout = null, ConnectGuardOptions? targets = null, HostLookup? lookup = null,
        int maxConnections = 1_000, TimeProvider? time = null)
    {
        Timeout = timeout ?? Limits.Signal;
        Connections = new ReceiverConnections(maxConnections);
        Connector = new Connector(
            new ConnectGuard(Options.Create(targets ?? new ConnectGuardOptions { AllowPrivate = true })),
            new HostLookups(lookup ?? SystemHostLookup.FindAsync), new CertificateCheck(TimeProvider.System), Connections,
            TimeProvider.System);
        _sender = new HttpCallbackSender(
            Connector, Options.Create(new DeliveryOptions { AttemptTimeout = Timeout }), time ?? TimeProvider.System);
    }

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>What opens the sender's connections.</summary>
    public Connector Connector { get; }

    /// <summary>The sender's connections.</summary>
    public ReceiverConnections Connections { get; }

    /// <summary>Sends one callback.</summary>
    public Task<SendResult> SendAsync(Uri url, byte[]? body = null) => _sender.SendAsync(
        new Callback { Url = url, Body = body ?? "{}"u8.ToArray(), Headers = [] }, CancellationToken.None).WithinAsync("outcome");

    /// <summary>Fails unless a callback to a good receiver arrives.</summary>
    public async Task ShouldBeHealthyAsync()
    {
        await using var good = Receiver.Start();

        var result = await SendAsync(good.Url);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal(1, good.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();
}
