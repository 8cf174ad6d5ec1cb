using Microsoft.Extensions.Logging.Console;

namespace Ringback.Server.Start;

/// <summary>Checks the settings of the log, which the framework finds wrong late, or never.</summary>
internal static class LogSettings
{
    private const string Logging = "Logging";
    private const string LogLevels = ":LogLevel:";
    private const string Formatter = "Logging:Console:FormatterName";
    private const string TimestampFormat = "Logging:Console:FormatterOptions:TimestampFormat";

    private static readonly string[] Formatters =
        [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>What is wrong, a sentence each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.GetSection(Logging).AsEnumerable())
        {
            if (value is not null && key.Contains(LogLevels, StringComparison.OrdinalIgnoreCase)
                && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                yield return $"{key} must be {string.Join(", ", Enum.GetNames<LogLevel>())}; \"{value}\" came";
            }
        }

        if (configuration[Formatter] is { } name && !Formatters.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{Formatter} must be {string.Join(", ", Formatters)}; \"{name}\" came";
        }

        if (configuration[TimestampFormat] is { } format && !IsTimeFormat(format))
        {
            yield return $"{TimestampFormat} must be a format of times such as HH:mm:ss; \"{format}\" came";
        }
    }

    private static bool IsTimeFormat(string format)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(format, System.Globalization.CultureInfo.InvariantCulture) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
