namespace Ringback.Webhooks.Rules;

/// <summary>Says why callbacks to a URL could never be sent; null when they may.</summary>
internal delegate string? TargetUrlRule(Uri targetUrl);
