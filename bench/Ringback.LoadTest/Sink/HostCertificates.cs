using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ringback.LoadTest.Sink;

/// <summary>A certificate for each of many hosts, P-256, by an authority that lasts as long as this process.</summary>
internal sealed class HostCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly SslStreamCertificateContext[] _hosts;

    public HostCertificates(int hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Ringback load test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        AuthorityPem = authority.ExportCertificatePem();
        _hosts = [.. Enumerable.Range(0, hosts).Select(host => Make(host, authority))];
    }

    /// <summary>What a client must trust.</summary>
    public string AuthorityPem { get; }

    public SslStreamCertificateContext this[int host] => _hosts[host];

    private static SslStreamCertificateContext Make(int host, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=host {host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(HostAddress.Of(host));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        using var certificate = request.Create(
            authority, authority.NotBefore, authority.NotAfter, BitConverter.GetBytes(host + 1));
        return SslStreamCertificateContext.Create(certificate.CopyWithPrivateKey(key), null, offline: true);
    }
}
