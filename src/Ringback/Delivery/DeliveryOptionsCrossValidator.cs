using System.Globalization;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery;

/// <summary>The rules between options of delivery, and those of the single waits; each complaint names both values.</summary>
internal sealed class DeliveryOptionsCrossValidator : IValidateOptions<DeliveryOptions>
{
    private static readonly TimeSpan MaxRetryWait = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var complaints = new List<string>();
        var waits = options.RetryWaits ?? DeliveryOptions.DefaultRetryWaits;
        for (var i = 0; i < waits.Count; i++)
        {
            if (waits[i] < TimeSpan.Zero || waits[i] > MaxRetryWait)
            {
                complaints.Add(
                    $"{Path(nameof(options.RetryWaits))}:{i} must be between {TimeSpan.Zero} and {MaxRetryWait}; it is {waits[i]}.");
            }
        }

        Require(options.LanePage <= options.MaxLoaded, nameof(options.LanePage), options.LanePage,
            nameof(options.MaxLoaded), options.MaxLoaded);
        Require(options.InFlightPerWebhook <= options.Slots, nameof(options.InFlightPerWebhook), options.InFlightPerWebhook,
            nameof(options.Slots), options.Slots);
        Require(options.MaxOwnerShare <= options.MaxOrgShare, nameof(options.MaxOwnerShare), options.MaxOwnerShare,
            nameof(options.MaxOrgShare), options.MaxOrgShare);
        if (options.DisableAfterFailingFor is { } longest)
        {
            Require(options.DisableWindow <= longest, nameof(options.DisableWindow), options.DisableWindow,
                nameof(options.DisableAfterFailingFor), longest);
        }

        return complaints.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);

        void Require(bool holds, string smaller, IFormattable one, string larger, IFormattable other)
        {
            if (!holds)
            {
                complaints.Add($"{Path(smaller)} must not be more than {Path(larger)}; "
                    + $"they are {one.ToString(null, CultureInfo.InvariantCulture)} and "
                    + $"{other.ToString(null, CultureInfo.InvariantCulture)}.");
            }
        }
    }

    private static string Path(string option) => $"{DeliveryOptions.SectionName}:{option}";
}
