using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Targets;

namespace Ringback.Tests.Delivery;

/// <summary>What happens between a name and a connection: lookup, judgement, dialling.</summary>
public sealed class ConnectGuardDialTests : IDisposable
{
    private static readonly IPAddress Allowed = IPAddress.Loopback;
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.2");

    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly FakeLogger<ConnectGuard> _logger = new();
    private readonly List<string> _lookedUp = [];
    private readonly Queue<IPAddress[]> _answers = new();

    public ConnectGuardDialTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Judged_address_is_the_one_that_is_dialled_even_when_the_name_changes_its_mind()
    {
        var guard = Guard(new ConnectGuardOptions { AllowNetworks = ["127.0.0.1/32"] }, [Allowed], [Other]);

        Assert.Null(await DialAsync(guard, "rebinding.example"));
        var second = await DialAsync(guard, "rebinding.example");

        Assert.Equal(Other, Assert.IsType<AddressBlockedException>(second).Address);
        Assert.Equal(["rebinding.example", "rebinding.example"], _lookedUp);
        Assert.Equal(1, CountAccepted());
    }

    [Theory]
    [InlineData("127.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("127.0.0.1", "169.254.169.254")]
    [InlineData("127.0.0.1", "64:ff9b::a00:1")]
    public async Task Name_is_refused_whole_when_one_of_its_addresses_is(string one, string other)
    {
        var guard = Guard(
            new ConnectGuardOptions { AllowNetworks = ["127.0.0.1/32"] }, [IPAddress.Parse(one), IPAddress.Parse(other)]);

        Assert.IsType<AddressBlockedException>(await DialAsync(guard, "mixed.example"));
        Assert.Equal(0, CountAccepted());
    }

    [Theory]
    [InlineData("hooks.internal", "hooks.internal", true)]
    [InlineData("hooks.internal", "HOOKS.Internal", true)]
    [InlineData("hooks.internal", "hooks.internal.", true)]
    [InlineData("hooks.internal.", "hooks.internal", true)]
    [InlineData("hooks.internal", "a.hooks.internal", false)]
    [InlineData(".internal", "hooks.internal", true)]
    [InlineData(".internal", "a.b.internal.", true)]
    [InlineData(".internal", "internal", false)]
    [InlineData(".internal", "evilinternal", false)]
    [InlineData(".internal", "hooks.internal.example", false)]
    [InlineData("internal", "evilinternal", false)]
    [InlineData("b\u00fccher.internal", "xn--bcher-kva.internal", true)]
    public async Task Allowed_host_opens_private_addresses_for_that_host_alone(string entry, string host, bool isAllowed)
    {
        var guard = Guard(new ConnectGuardOptions { AllowHosts = [entry] }, [Allowed]);

        Assert.Equal(isAllowed, await DialAsync(guard, host) is null);
    }

    [Fact]
    public async Task Allowed_host_does_not_open_forbidden_addresses()
    {
        var guard = Guard(new ConnectGuardOptions { AllowHosts = [".internal"] }, [IPAddress.Parse("169.254.169.254")]);

        Assert.IsType<AddressBlockedException>(await DialAsync(guard, "metadata.internal"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("0x7f000001")]
    public async Task Literal_address_is_never_looked_up(string host)
    {
        var guard = Guard(new ConnectGuardOptions { AllowPrivate = true });

        Assert.Null(await DialAsync(guard, host));
        Assert.Empty(_lookedUp);
    }

    [Fact]
    public async Task Own_port_is_refused_by_every_address_of_this_machine_whatever_is_allowed()
    {
        var own = new OwnEndpoints();
        own.Listen([Port]);
        var machine = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Append(Other)
            .Append(IPAddress.Parse("::ffff:127.0.0.1"));
        var options = new ConnectGuardOptions { AllowPrivate = true, AllowNetworks = ["0.0.0.0/0", "::/0"] };

        foreach (var address in machine)
        {
            var guard = Guard(options, own, [address]);
            var refused = Assert.IsType<AddressBlockedException>(await DialAsync(guard, "me.example"));
            Assert.Equal("this server's own", refused.Rule);
            Assert.Contains("this server's own",
                guard.Refuses(new UriBuilder("http", Allowed.ToString(), Port).Uri), StringComparison.Ordinal);
        }

        Assert.Equal(0, CountAccepted());
        Assert.Null(Guard(options, own).Refuses(new UriBuilder("http", Allowed.ToString(), Port ^ 1).Uri));
    }

    [Fact]
    public async Task Nothing_is_dialled_before_it_is_known_on_which_port_this_server_listens()
    {
        var own = new OwnEndpoints();
        own.Expect();
        var dialling = DialAsync(Guard(new ConnectGuardOptions { AllowPrivate = true }, own, [Allowed]), "me.example");
        Assert.False(dialling.IsCompleted);
        Assert.Equal(0, CountAccepted());

        own.Listen([Port]);

        Assert.Equal("this server's own", Assert.IsType<AddressBlockedException>(await dialling).Rule);
        Assert.Equal(0, CountAccepted());
    }

    [Fact]
    public async Task Log_says_which_rule_and_which_address()
    {
        await DialAsync(Guard(new ConnectGuardOptions(), [IPAddress.Parse("10.1.2.3")]), "inside.example");

        Assert.Equal($"inside.example:{Port} may not be called: 10.1.2.3 is private (RFC 1918)",
            Assert.Single(_logger.Collector.GetSnapshot()).Message);
    }

    [Fact]
    public async Task Owner_of_the_webhook_learns_the_rule_but_not_the_address()
    {
        var blocked = Assert.IsType<AddressBlockedException>(
            await DialAsync(Guard(new ConnectGuardOptions(), [IPAddress.Parse("::ffff:10.1.2.3")]), "inside.example"));

        Assert.Equal("The target may not be called: its address is private (RFC 1918), inside an IPv4-mapped address.",
            new AttemptOutcome.Blocked(blocked.Address, blocked.Rule).Describe());
    }

    private ConnectGuard Guard(ConnectGuardOptions options, params IPAddress[][] answers) =>
        Guard(options, new OwnEndpoints(), answers);

    private ConnectGuard Guard(ConnectGuardOptions options, OwnEndpoints own, params IPAddress[][] answers)
    {
        Array.ForEach(answers, _answers.Enqueue);
        return new ConnectGuard(Options.Create(options), own, _logger);
    }

    /// <summary>Sends a request that nobody answers; null when a connection was made, else what kept it from that.</summary>
    private async Task<Exception?> DialAsync(ConnectGuard guard, string host)
    {
        var connector = new Connector(
            guard, new HostLookups(Lookup), new CertificateCheck(TimeProvider.System), new ReceiverConnections(10),
            TimeProvider.System);
        return await DialAsync(connector, host);

        Task<IPAddress[]> Lookup(string host, CancellationToken cancellationToken)
        {
            _lookedUp.Add(host);
            return Task.FromResult(_answers.Dequeue());
        }
    }

    private async Task<Exception?> DialAsync(Connector connector, string host)
    {
        var dialled = new TaskCompletionSource<Exception?>();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                try
                {
                    var stream = await connector.ConnectAsync(context, cancellationToken);
                    dialled.TrySetResult(null);
                    return stream;
                }
                catch (Exception error)
                {
                    dialled.TrySetResult(error);
                    throw;
                }
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}:{Port}/");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var sending = http.SendAsync(request, stop.Token);
        var result = await dialled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        return result;
    }

    private int CountAccepted()
    {
        var count = 0;
        while (_listener.Pending())
        {
            _listener.AcceptSocket().Dispose();
            count++;
        }

        return count;
    }
}
