using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.Telemetry;

/// <summary>What <c>/metrics</c> said at a moment.</summary>
internal sealed partial class MetricsPage(string text)
{
    /// <summary>Asks a server, as somebody without a token.</summary>
    public static async Task<MetricsPage> ScrapeAsync(ServerProcess server)
    {
        using var anonymous = new HttpClient { BaseAddress = server.BaseUrl, Timeout = Limits.Signal };
        return new((await anonymous.SendAsync("GET", "metrics")).ShouldBe(HttpStatusCode.OK).Text);
    }

    /// <summary>Every metric of Ringback's on it, with its kind and its sentence.</summary>
    public IEnumerable<(string Name, string Kind, string Help)> Metrics => Type().Matches(text)
        .Select(type => (type.Groups["name"].Value, type.Groups["kind"].Value, Help(type.Groups["name"].Value)));

    /// <summary>The value of a series with a tag such as <c>outcome="delivered"</c>; null when there is none.</summary>
    public double? Value(string name, string tag = "") => text.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal))
        .Select(line => (double?)double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ')[0],
            CultureInfo.InvariantCulture))
        .SingleOrDefault();

    private string Help(string name) =>
        Regex.Match(text, $"^# HELP {name} (?<help>.*?)\r?$", RegexOptions.Multiline).Groups["help"].Value;

    [GeneratedRegex("^# TYPE (?<name>ringback_\\S+) (?<kind>\\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();
}
