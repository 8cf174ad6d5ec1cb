using Ringback.Installation;
using Ringback.Protocol.Records;

namespace Ringback.Webhooks.Rules;

/// <summary>Says what is wrong with the settings of a webhook.</summary>
internal static class WebhookSettingsChecker
{
    /// <summary>What is wrong; nothing when they may be so.</summary>
    public static IReadOnlyList<Problem> Problems(WebhookSettings settings)
    {
        var problems = new List<Problem>();
        if (settings.InFlightLimit is < 1 or > FieldLimits.InFlight)
        {
            problems.Add(Problem.Of(
                "inFlightLimit", $"must be 1 to {FieldLimits.InFlight}, or null; {settings.InFlightLimit} came"));
        }

        return problems;
    }
}
