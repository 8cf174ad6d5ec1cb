using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ringback.Installation;

namespace Ringback.Delivery;

/// <summary>How callbacks are delivered.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback:Delivery";

    /// <summary>The waits between attempts that a delivery gets by default: nine, so ten attempts in all.</summary>
    public static readonly IReadOnlyList<TimeSpan> DefaultRetryWaits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ];

    /// <summary>How long one attempt may take, from connecting to the last byte read. 1 second to 2 minutes; default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The waits before the second, third, … attempt; after the last one the delivery has failed. At most 50 waits;
    /// null for <see cref="DefaultRetryWaits"/>; empty for a single attempt, as in the profile <c>webex</c>.
    /// </summary>
    [MaxLength(50)]
    public IReadOnlyList<TimeSpan>? RetryWaits { get; set; }

    /// <summary>How far a wait is moved at random, as a share of it, either way. 0 to 0.5; default 0.2.</summary>
    [Range(0.0, 0.5)]
    public double RetryJitter { get; set; } = 0.2;

    /// <summary>The longest wait that a receiver's Retry-After can bring about. 0 to 7 days; default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// For how long after the publish failures of our own, such as a name server that gives no answer, are no rung of the ladder.
    /// 1 minute to 30 days; default 3 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan MaxOwnFailureTime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How many failed attempts within <see cref="DisableWindow"/>, with none received among them, disable a webhook.
    /// 1 to 10,000; default 100, as Webex has it.
    /// </summary>
    [Range(1, 10_000)]
    public int DisableAfterFailures { get; set; } = 100;

    /// <summary>
    /// Within how long the failures must fall, and for how long after it a webhook that was made active again is on
    /// probation. 1 second to 1 day; default 5 minutes, as Webex has it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DisableWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For how long a webhook may fail, with at least 20 failed attempts and none received among them, before it is disabled,
    /// however seldom it is attempted. 1 hour to 90 days; default 5 days; null, as in the profile <c>webex</c>, for never.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan? DisableAfterFailingFor { get; set; } = TimeSpan.FromDays(5);

    /// <summary>
    /// Whether an attempt that is received takes back the failures before it. Default true; false in the profile
    /// <c>webex</c>, where only time does.
    /// </summary>
    public bool ForgiveAfterSuccess { get; set; } = true;

    /// <summary>
    /// Whether an answer of 410 disables a webhook at once. Default true; false in the profile <c>webex</c>, where it is a
    /// failure like any other.
    /// </summary>
    public bool DisableWhenGone { get; set; } = true;

    /// <summary>How many attempts of one webhook may be in flight. 1 to 1000; default 8.</summary>
    [Range(1, 1000)]
    public int InFlightPerWebhook { get; set; } = 8;

    /// <summary>How many attempts may be in flight in all. 8 to 10,000; default 512.</summary>
    [Range(8, 10_000)]
    public int Slots { get; set; } = 512;

    /// <summary>
    /// How many connections to receivers may be open; beyond it those that nobody uses are closed. 8 to 1,000,000; default
    /// 10,000, or three eighths of the files that the process may have open beyond 448.
    /// </summary>
    [Range(8, 1_000_000)]
    public int MaxConnections { get; set; } = DescriptorShares.OfThisProcess.Receivers;

    /// <summary>
    /// How many attempts may be in flight to one receiver, a host with its port, over all webhooks that call it. 1 to 10,000;
    /// default 128.
    /// </summary>
    [Range(1, 10_000)]
    public int InFlightPerReceiver { get; set; } = 128;

    /// <summary>
    /// The largest part of the slots that one owner may hold: an org with those of its webhooks that it owns itself, or a person with
    /// those made by one app. Of several busy owners each holds less, so that some slots always stay free for the next one. 0.01 to
    /// 1, which is no limit; default 0.5.
    /// </summary>
    [Range(0.01, 1.0)]
    public double MaxOwnerShare { get; set; } = 0.5;

    /// <summary>The same for an org with all its owners. 0.01 to 1; default 0.75.</summary>
    [Range(0.01, 1.0)]
    public double MaxOrgShare { get; set; } = 0.75;

    /// <summary>
    /// The largest part of the slots that webhooks hold together whose last attempt timed out; at least one slot. 0 to 1; default
    /// 0.125, an eighth.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MaxSlowShare { get; set; } = 0.125;

    /// <summary>
    /// How many deliveries of one webhook are kept in memory; the rest is read when needed, which takes its turn behind
    /// publishes, so a page must last for a while at full speed. One whose event has more than 4 KiB of data counts for as
    /// many as it has 4 KiB. 16 to 10,000; default 1,000.
    /// </summary>
    [Range(16, 10_000)]
    public int LanePage { get; set; } = 1_000;

    /// <summary>
    /// How many deliveries are kept in memory in all, counted in the same way, beyond one for each webhook that has any.
    /// 1,000 to 10,000,000; default 50,000.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxLoaded { get; set; } = 50_000;

    /// <summary>How often the store is searched for deliveries that memory has lost. 1 second to 10 minutes; default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long attempts in flight may go on after the service was told to stop; all else that it has to end takes up to two
    /// seconds more. 0 to 2 minutes; default 7 seconds, so that it has ended before a container is killed after 10.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(7);
}

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
