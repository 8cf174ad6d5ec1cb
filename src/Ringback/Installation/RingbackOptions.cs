using System.ComponentModel.DataAnnotations;

namespace Ringback.Installation;

/// <summary>What the service is as a whole.</summary>
internal sealed class RingbackOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback";

    /// <summary>The profile in which Ringback's own rules hold wherever they and Webex's exclude each other.</summary>
    public const string Default = "default";

    /// <summary>The profile in which Webex's rules hold there, also where they lose deliveries.</summary>
    public const string Webex = "webex";

    /// <summary>Whose rules hold (docs/profiles.md): <c>default</c> or <c>webex</c>; default <c>default</c>.</summary>
    public string Profile { get; set; } = Default;

    /// <summary>
    /// A file with resources of one's own (docs/catalogue.md), which are added to those of Webex; null for none.
    /// </summary>
    public string? Catalogue { get; set; }

    /// <summary>
    /// Whether an exact duplicate of an existing webhook is refused, and an org's second for the same resource, event and
    /// filter. Default true.
    /// </summary>
    public bool RefuseDuplicates { get; set; } = true;

    /// <summary>
    /// How many webhooks a person and app may have, apart from those that the org owns. 1 to 10,000,000; default
    /// 30,000, as Webex has it.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxWebhooksPerPerson { get; set; } = 30_000;

    /// <summary>Whether Webex's rules hold.</summary>
    public bool IsWebex => Profile == Webex;

    /// <summary>
    /// Whether the matches of an inactive webhook, and its pending deliveries when it becomes inactive, are kept until it is
    /// active again.
    /// </summary>
    public bool HoldsWhileInactive => !IsWebex;
}
