using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ringback.Server.Tests.Receivers;

/// <summary>Makes certificates, good and bad ones.</summary>
internal static class Certificates
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    /// <summary>A root authority.</summary>
    public static X509Certificate2 Root(string name = "CN=Test Root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
    }

    /// <summary>A certificate for a host and for loopback, signed by an authority or by itself.</summary>
    public static X509Certificate2 For(
        string host, X509Certificate2? root = null, int fromDays = -1, int toDays = 1, string usage = ForServers,
        X509Extension? extra = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (extra is not null)
        {
            request.CertificateExtensions.Add(extra);
        }

        var now = TimeProvider.System.GetUtcNow();
        if (root is null)
        {
            return request.CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
        }

        using var signed = request.Create(root, now.AddDays(fromDays), now.AddDays(toDays), [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>How a receiver shows a certificate.</summary>
    public static SslServerAuthenticationOptions ShownBy(
        X509Certificate2 certificate, params SslApplicationProtocol[] protocols) => new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ApplicationProtocols = protocols.Length == 0 ? null : [.. protocols],
        };
}
