using System.Diagnostics.Metrics;
using Ringback.Webhooks.Matching;

namespace Ringback.Webhooks.Registry;

/// <summary>What is measured of the webhooks when somebody asks.</summary>
internal sealed class WebhookGauges(IMeterFactory meters, WebhookIndex index)
{
    /// <summary>The meter of webhooks.</summary>
    public const string MeterName = "Ringback.Webhooks";

    /// <summary>Makes the instruments; call once.</summary>
    public void Register() => meters.Create(MeterName).CreateObservableGauge(
        "ringback.webhooks", Count, "{webhook}", "Webhooks, by whether they are active.");

    private Measurement<int>[] Count()
    {
        var active = index.ActiveCount;
        return [Of(WebhookStatus.Active, active), Of(WebhookStatus.Inactive, index.Count - active)];

        static Measurement<int> Of(WebhookStatus status, int count) =>
            new(count, new KeyValuePair<string, object?>("status", status.ToWord()));
    }
}
