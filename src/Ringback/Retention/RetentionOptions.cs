using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ringback.Retention;

/// <summary>How long events and their attempts are kept.</summary>
internal sealed class RetentionOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback:Retention";

    /// <summary>
    /// How long events and attempts are kept from the publish on, and with them the ids that publishers chose. What is still
    /// to be delivered is kept longer, see <see cref="KeepPending"/>. 1 hour to 10 years; default 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a delivery is held for an inactive webhook, from the publish on; then it is dropped. 1 minute to 10 years;
    /// default 3 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepHeld { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How long a delivery may be pending for an active webhook, from the publish on; then it is dropped, since all that was
    /// published after it is kept for as long. Never shorter than <see cref="Keep"/>. 1 hour to 10 years; default 14 days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepPending { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often it is looked after. 1 second to 1 day; default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
