namespace Ringback.Webhooks;

/// <summary>The words of the wire for the closed sets of a webhook.</summary>
internal static class WebhookWords
{
    /// <summary>The word for a status.</summary>
    public static string ToWord(this WebhookStatus status) => status == WebhookStatus.Active ? "active" : "inactive";

    /// <summary>The word for an owner.</summary>
    public static string ToWord(this WebhookOwner owner) => owner == WebhookOwner.Org ? "org" : "creator";

    /// <summary>The status that a word names; null for any other word.</summary>
    public static WebhookStatus? ToStatus(string word) => word switch
    {
        "active" => WebhookStatus.Active,
        "inactive" => WebhookStatus.Inactive,
        _ => null,
    };

    /// <summary>The owner that a word names; null for any other word.</summary>
    public static WebhookOwner? ToOwner(string word) => word switch
    {
        "creator" => WebhookOwner.Creator,
        "org" => WebhookOwner.Org,
        _ => null,
    };
}
