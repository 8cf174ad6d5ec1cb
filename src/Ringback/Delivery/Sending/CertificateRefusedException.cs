using System.Security.Authentication;

namespace Ringback.Delivery.Sending;

/// <summary>A receiver's certificate is not good enough; the message says why, in words for the webhook's owner.</summary>
internal sealed class CertificateRefusedException(string reason) : AuthenticationException(reason);
