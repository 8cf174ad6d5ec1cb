namespace Ringback.Webhooks;

/// <summary>Whose events a webhook sees: those of the person who made it, or those of the whole org.</summary>
internal enum WebhookOwner
{
    Creator = 0,
    Org = 1,
}
