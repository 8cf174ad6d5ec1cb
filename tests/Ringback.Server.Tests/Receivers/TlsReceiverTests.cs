using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Targets;

namespace Ringback.Server.Tests.Receivers;

/// <summary>Which certificates will do, and what the owner of a webhook is told of one that will not.</summary>
public sealed class TlsReceiverTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const string Untrusted = "the certificate is self-signed and not trusted";

    private readonly X509Certificate2 _root = Certificates.Root();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Self_signed_certificate_is_refused_by_its_name()
    {
        using var certificate = Certificates.For("localhost");

        Assert.Equal($"TLS failed: {Untrusted}.", await SendAsync(certificate));
    }

    [Fact]
    public async Task Certificate_of_an_unknown_authority_is_refused_by_its_name()
    {
        using var certificate = Certificates.For("localhost", _root);

        Assert.Equal(
            "TLS failed: the certificate's issuer CN=Test Root is not trusted"
            + " (or the receiver did not send the certificates between).",
            await SendAsync(certificate));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said()
    {
        using var certificate = Certificates.For("other.example", fromDays: -3, toDays: -1);

        var words = await SendAsync(certificate);

        Assert.Equal(
            "TLS failed: the certificate is not for localhost but for other.example, and the certificate expired on "
            + $"{Day(-1)}, and {Untrusted}.",
            words);
    }

    [Fact]
    public async Task Certificate_that_is_trusted_and_valid_will_do()
    {
        using var certificate = Certificates.For("localhost", _root);

        Assert.Null(await HandshakeAsync(certificate));
    }

    [Fact]
    public async Task Certificate_for_another_host_is_refused()
    {
        using var certificate = Certificates.For("other.example", _root);

        Assert.Equal(
            "the certificate is not for localhost but for other.example", await HandshakeAsync(certificate));
    }

    [Fact]
    public async Task Expired_certificate_is_refused()
    {
        using var certificate = Certificates.For("localhost", _root, fromDays: -3, toDays: -1);

        Assert.Equal($"the certificate expired on {Day(-1)}", await HandshakeAsync(certificate));
    }

    [Fact]
    public async Task Certificate_of_tomorrow_is_refused()
    {
        using var certificate = Certificates.For("localhost", _root, fromDays: 1, toDays: 3);

        Assert.Equal($"the certificate is not valid before {Day(1)}", await HandshakeAsync(certificate));
    }

    [Fact]
    public async Task Certificate_for_clients_is_refused()
    {
        using var certificate = Certificates.For("localhost", _root, usage: Certificates.ForClients);

        Assert.Equal("the certificate is not one for servers", await HandshakeAsync(certificate));
    }

    [Fact]
    public async Task Any_certificate_will_do_where_that_is_allowed()
    {
        using var certificate = Certificates.For("other.example", fromDays: -3, toDays: -1);

        Assert.Null(await SendAsync(
            certificate, new ConnectGuardOptions { AllowPrivate = true, AllowInvalidCertificates = true }));
    }

    [Fact]
    public async Task Issuer_is_not_fetched_from_where_a_certificate_says()
    {
        await using var bystander = Receiver.Start();
        using var certificate = Certificates.For(
            "localhost", _root, extra: new X509AuthorityInformationAccessExtension(null, [$"{bystander.Url}ca.crt"]));

        await SendAsync(certificate);
        await SendAsync(certificate);

        Assert.Equal(0, bystander.Count);
    }

    [Fact]
    public async Task Receiver_without_tls_is_told_so()
    {
        await using var plain = new ScriptedReceiver(async connection => await connection.SendAsync(Ok));
        using var sending = new Sending();

        var result = await sending.SendAsync(new UriBuilder(plain.Url) { Scheme = "https" }.Uri);

        Assert.Equal(
            "TLS failed: the receiver does not speak it, or shares no version or cipher with this service.",
            result.Outcome.Describe());
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Receiver_that_hangs_up_in_the_handshake_is_told_so()
    {
        await using var rude = new ScriptedReceiver(async connection =>
            await connection.Stream.ReadExactlyAsync(new byte[64], connection.Stopping));
        using var sending = new Sending();

        var result = await sending.SendAsync(new UriBuilder(rude.Url) { Scheme = "https" }.Uri);

        Assert.Contains(
            result.Outcome.Describe(),
            new[] { "TLS failed: the connection was closed during the handshake.", "The connection was reset." });
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Receiver_that_hangs_in_the_handshake_has_no_connection()
    {
        await using var hanging = new ScriptedReceiver(connection => connection.HangAsync());
        using var sending = new Sending(TimeSpan.FromMilliseconds(400));

        var result = await sending.SendAsync(new UriBuilder(hanging.Url) { Scheme = "https" }.Uri);

        Assert.Equal("There was no connection within 0.4 s.", result.Outcome.Describe());
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Receiver_that_expects_tls_does_not_speak_http()
    {
        using var certificate = Certificates.For("localhost");
        await using var receiver = new ScriptedReceiver(connection => connection.HangAsync(), Certificates.ShownBy(certificate));
        using var sending = new Sending();

        var result = await sending.SendAsync(new UriBuilder(receiver.Url) { Scheme = "http" }.Uri);

        Assert.Equal("unreachable", result.Outcome.Kind);
        await sending.ShouldBeHealthyAsync();
    }

    private static string Day(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString(
        "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the sender says of a receiver with a certificate; null when the callback was delivered.</summary>
    private static async Task<string?> SendAsync(X509Certificate2 certificate, ConnectGuardOptions? targets = null)
    {
        await using var receiver = new ScriptedReceiver(
            async connection =>
            {
                await connection.ReadAsync();
                await connection.SendAsync(Ok);
            },
            Certificates.ShownBy(certificate));
        using var sending = new Sending(targets: targets);

        var result = await sending.SendAsync(receiver.At("localhost"));

        await sending.ShouldBeHealthyAsync();
        return result.Outcome.Describe();
    }

    /// <summary>What the sender's TLS settings make of a certificate where the test's root is trusted.</summary>
    private async Task<string?> HandshakeAsync(X509Certificate2 certificate)
    {
        await using var receiver = new ScriptedReceiver(connection => connection.HangAsync(), Certificates.ShownBy(certificate));
        var options = new CertificateCheck(TimeProvider.System).Options(allowInvalid: false);
        options.TargetHost = "localhost";
        options.CertificateChainPolicy!.TrustMode = X509ChainTrustMode.CustomRootTrust;
        options.CertificateChainPolicy.CustomTrustStore.Add(_root);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", receiver.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
            return null;
        }
        catch (AuthenticationException refused)
        {
            return refused.Message;
        }
    }
}
