using Microsoft.Extensions.Options;
using Ringback.Delivery;
using Ringback.Installation;

namespace Ringback.Hosting;

/// <summary>What the profile <c>webex</c> makes of options that say nothing else (docs/profiles.md).</summary>
internal static class WebexProfile
{
    /// <summary>One attempt, 410 like any failure, and nothing disables but 100 failures, whatever was received among them.</summary>
    public static void Apply(DeliveryOptions delivery, IOptions<RingbackOptions> ringback)
    {
        if (ringback.Value.IsWebex)
        {
            delivery.RetryWaits = [];
            delivery.DisableWhenGone = false;
            delivery.ForgiveAfterSuccess = false;
            delivery.DisableAfterFailingFor = null;
        }
    }
}
