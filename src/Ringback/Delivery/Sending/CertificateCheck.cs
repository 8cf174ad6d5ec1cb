using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ringback.Installation;

namespace Ringback.Delivery.Sending;

/// <summary>Decides whether a receiver's certificate will do, and says what is wrong with one that will not.</summary>
internal sealed class CertificateCheck(TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MaxNames = 3;

    /// <summary>The TLS settings of the sender.</summary>
    /// <param name="allowInvalid">Whether every certificate will do.</param>
    public SslClientAuthenticationOptions Options(bool allowInvalid) => new()
    {
        // A certificate may name addresses from which its issuer is to be fetched: a receiver could make this server
        // call any address that way, past the ConnectGuard. A chain must come whole.
        CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationPolicy = { new Oid(ServerAuthentication) },
        },
        RemoteCertificateValidationCallback = (connection, certificate, chain, errors) =>
            allowInvalid || errors == SslPolicyErrors.None
                ? true
                : throw new CertificateRefusedException(
                    Words(connection as SslStream, certificate as X509Certificate2, chain, errors)),
    };

    private string Words(
        SslStream? connection, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the receiver showed no certificate";
        }

        var words = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            words.Add($"the certificate is not for {connection?.TargetHostName} but for {Names(certificate)}");
        }

        var problems = chain?.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, static (flags, status) => flags | status.Status) ?? default;
        if (problems.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            words.Add(TimeWords(certificate));
        }

        if ((problems & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            words.Add(certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? "the certificate is self-signed and not trusted"
                : $"the certificate's issuer {Excerpt.Of(certificate.Issuer)} is not trusted"
                    + " (or the receiver did not send the certificates between)");
        }

        if (problems.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            words.Add("the certificate is not one for servers");
        }

        return words.Count > 0 ? string.Join(", and ", words) : $"the certificate is not valid: {problems}";
    }

    private string TimeWords(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return now > to ? $"the certificate expired on {Day(to)}"
            : now < from ? $"the certificate is not valid before {Day(from)}"
            : "the certificate of an issuer has expired";

        static string Day(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension =>
                extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString())))
            .Take(MaxNames + 1)
            .ToList();
        return names.Count == 0
            ? "no host at all"
            : Excerpt.Of(string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : ""));
    }
}
