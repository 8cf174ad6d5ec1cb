using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Targets;

namespace Ringback.Delivery.Sending;

/// <summary>Says why an exchange failed, in words for the owner of the webhook.</summary>
internal static class FailureWords
{
    /// <summary>The outcome of an exchange that ended in an error.</summary>
    /// <param name="error">What the HTTP client threw.</param>
    /// <param name="answered">The status, when the answer had begun.</param>
    public static AttemptOutcome Explain(Exception error, HttpStatusCode? answered)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressBlockedException blocked:
                    return new AttemptOutcome.Blocked(blocked.Address, blocked.Rule);
                case HandshakeBrokenException { InnerException: not { InnerException: SocketException } }:
                    return Unreachable("TLS failed: the connection was closed during the handshake", answered);
                case CertificateRefusedException refused:
                    return Unreachable($"TLS failed: {refused.Message}", answered);
                case AuthenticationException:
                    return Unreachable(
                        "TLS failed: the receiver does not speak it, or shares no version or cipher with this service",
                        answered);
                case HttpProtocolException broken:
                    return Unreachable($"the exchange was broken off (HTTP/2 error {broken.ErrorCode})", answered);
                case OutOfMemoryException:
                    return new AttemptOutcome.OwnFailure(OwnFault.Memory);
                case SocketException socket when OwnFaultOf(socket.SocketErrorCode) is { } fault:
                    return new AttemptOutcome.OwnFailure(fault);
                case SocketException socket:
                    return Unreachable(Words(socket.SocketErrorCode), answered);
            }
        }

        var kind = (error as HttpRequestException)?.HttpRequestError ?? (error as HttpIOException)?.HttpRequestError;
        return Unreachable(Words(kind), answered);
    }

    /// <summary>Whether a receiver's server took HTTP/2, and the receiver itself refuses it.</summary>
    public static bool WantsHttp11(Exception error)
    {
        const long inadequateSecurity = 0xc;
        const long http11Required = 0xd;
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException { ErrorCode: http11Required or inadequateSecurity })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What it says about this machine that a socket failed; null when it says something about the receiver.</summary>
    public static OwnFault? OwnFaultOf(SocketError error) => error switch
    {
        // The system's resolver says the same of a name server that is away and of one that could not find out.
        SocketError.TryAgain or SocketError.NoRecovery => OwnFault.NameServer,
        SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.AddressFamilyNotSupported =>
            OwnFault.Network,
        SocketError.AccessDenied => OwnFault.Firewall,
        SocketError.TooManyOpenSockets or SocketError.ProcessLimit => OwnFault.Descriptors,
        SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse => OwnFault.Ports,
        SocketError.NoBufferSpaceAvailable => OwnFault.Memory,
        _ => null,
    };

    /// <summary>Whether the connection was ended instead of an answer: by the other side, or by this process, which had it idle.</summary>
    public static bool IsClosed(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
                or ObjectDisposedException
                or SocketException
                {
                    SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
                        or SocketError.OperationAborted
                })
            {
                return true;
            }
        }

        return false;
    }

    private static AttemptOutcome.Unreachable Unreachable(string words, HttpStatusCode? answered) => new(
        answered is { } status
            ? $"The receiver answered {(int)status}, but {words}."
            : $"{char.ToUpperInvariant(words[0])}{words.AsSpan(1)}.");

    private static string Words(HttpRequestError? kind) => kind switch
    {
        HttpRequestError.NameResolutionError => "the host name was not found",
        HttpRequestError.SecureConnectionError => "TLS failed: the connection was closed during the handshake",
        HttpRequestError.InvalidResponse => "the answer was not valid HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers were too long",
        HttpRequestError.HttpProtocolError => "the answer broke the HTTP protocol",
        HttpRequestError.ResponseEnded => "the connection was closed before the answer was complete",
        _ => "the answer could not be read to its end",
    };

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset => "the connection was reset",
        SocketError.ConnectionAborted or SocketError.Shutdown =>
            "the connection was closed before the answer was complete",
        SocketError.HostNotFound or SocketError.NoData => "the host name was not found",
        SocketError.HostUnreachable => "there is no route to the host",
        SocketError.TimedOut => "there was no connection: the host does not react",
        _ => $"the connection failed ({error})",
    };
}
