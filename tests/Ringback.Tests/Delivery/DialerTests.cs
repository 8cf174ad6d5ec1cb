using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Ringback.Delivery.Sending;

namespace Ringback.Tests.Delivery;

public class DialerTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);

    [Theory]
    [InlineData("::1 ::2 ::3 1.1.1.1 2.2.2.2", "::1 1.1.1.1 ::2 2.2.2.2 ::3")]
    [InlineData("1.1.1.1 2.2.2.2 ::1", "1.1.1.1 ::1 2.2.2.2")]
    [InlineData("1.1.1.1 2.2.2.2", "1.1.1.1 2.2.2.2")]
    [InlineData("1.1.1.1", "1.1.1.1")]
    [InlineData("1.1.1.1 ::1 ::2 ::3", "1.1.1.1 ::1 ::2 ::3")]
    public void Families_take_turns_beginning_with_the_first(string addresses, string turns) =>
        Assert.Equal(Parse(turns), Dialer.InTurn(Parse(addresses)));

    [Fact]
    public void Name_with_a_thousand_addresses_does_not_make_this_server_knock_at_all_of_them() =>
        Assert.Equal(32, Dialer.InTurn([.. Enumerable.Range(0, 1000).Select(i => new IPAddress(i + 1))]).Count);

    [Fact]
    public async Task Refused_address_gives_way_to_the_next_one_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var progress = new ConnectProgress(_time);

        // The clock stands: nothing here waits for a head start to be over.
        using var socket = await DialAsync("127.0.0.2 127.0.0.3 127.0.0.1", Port(listener), progress);

        Assert.Equal(IPAddress.Loopback, progress.Address);
        Assert.True(socket.Connected);
    }

    [Fact]
    public async Task Receivers_refusal_is_told_rather_than_what_this_machine_lacks()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => DialAsync(
            "127.0.0.1 255.255.255.255", FreePort(), new ConnectProgress(_time)));

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task Host_without_addresses_was_not_found()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => DialAsync("", 1, new ConnectProgress(_time)));

        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
    }

    private Task<Socket> DialAsync(string addresses, int port, ConnectProgress progress) =>
        new Dialer(new ReceiverConnections(100), _time).DialAsync(Parse(addresses), port, progress, TestContext.Current.CancellationToken);

    private static IPAddress[] Parse(string addresses) =>
        [.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return Port(listener);
    }
}
