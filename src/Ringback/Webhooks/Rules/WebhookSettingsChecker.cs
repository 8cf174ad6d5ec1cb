using Ringback.Protocol.Records;

namespace Ringback.Webhooks.Rules;

/// <summary>Says what is wrong with the settings of a webhook: a sentence for each member.</summary>
internal static class WebhookSettingsChecker
{
    /// <summary>The largest <see cref="WebhookSettings.InFlightLimit"/>.</summary>
    public const int MostInFlight = 1000;

    /// <summary>What is wrong; nothing when they may be so.</summary>
    public static IReadOnlyList<string> Problems(WebhookSettings settings)
    {
        var problems = new List<string>();
        if (settings.InFlightLimit is < 1 or > MostInFlight)
        {
            problems.Add($"inFlightLimit must be 1 to {MostInFlight}, or null; {settings.InFlightLimit} came");
        }

        return problems;
    }
}
