using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Ringback.Hosting;
using Ringback.Installation;
using Ringback.Server.Start;

namespace Ringback.Cli.Serve;

/// <summary>One line for each way in which a start can fail that is not a bug.</summary>
internal static class StartFailure
{
    /// <summary>The line; null for a bug, whose stack trace is wanted.</summary>
    public static string? Describe(Exception error) => error switch
    {
        StoreUnusableException or CatalogueUnusableException or SettingUnusableException => error.Message,
        OptionsValidationException options => $"A setting is not allowed: {string.Join("; ", options.Failures)}",
        InvalidOperationException { InnerException: FormatException or OverflowException } =>
            $"A setting cannot be read: {error.Message.ReplaceLineEndings(" ")}",
        IOException when error.InnerException is AddressInUseException =>
            $"{error.Message.TrimEnd('.')}. Choose another address with --urls.",
        IOException or UnauthorizedAccessException => error.Message,
        AuthenticationTagMismatchException =>
            "The secrets of the webhooks were encrypted under another key; put secrets.key back into the data folder (--data).",
        System.Net.Sockets.SocketException => $"The address cannot be listened on: {error.Message}. Choose another with --urls.",
        FormatException or UriFormatException => $"The address to listen on is not a URL: {error.Message}",
        InvalidDataException => $"The configuration cannot be read: {error.InnerException?.Message ?? error.Message}",
        InvalidOperationException or ArgumentException or NotSupportedException when IsAboutSettings(error) =>
            $"A setting cannot be used: {FirstLine(error.Message)}",
        _ => null,
    };

    // They find out themselves what cannot work of what they were told, such as https without a certificate.
    private static bool IsAboutSettings(Exception error) => error.Source is { } source
        && (source.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal)
            || source.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal)
            || source.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal));

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
