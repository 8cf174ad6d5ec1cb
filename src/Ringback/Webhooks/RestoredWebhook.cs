namespace Ringback.Webhooks;

/// <summary>What became of a stored webhook at a start.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Resource">Its resource, which the catalogue may not know.</param>
/// <param name="Webhook">The webhook; null when the catalogue does not know it (any more).</param>
/// <param name="Problem">Why there is no webhook; null when there is one.</param>
internal readonly record struct RestoredWebhook(Guid Id, string Resource, RegisteredWebhook? Webhook, string? Problem);
