using Ringback.Access;
using Ringback.Protocol.Catalogue;

namespace Ringback.Webhooks.Rules;

/// <summary>Who may have which webhook: the same for making, reading, changing and deleting it.</summary>
internal sealed class WebhookAccess(WebhookCatalogue catalogue)
{
    /// <summary>
    /// Whether a webhook is there for a principal. One of the org is there for those who could make it now: its creator may
    /// have lost the role since, and would read its secret, or let the org's events come to another address.
    /// </summary>
    public bool Sees(Principal principal, RegisteredWebhook webhook) =>
        webhook.OrgId == principal.OrgId
        && (webhook.OwnedBy == WebhookOwner.Org
            ? RoleProblem(WebhookOwner.Org, principal) is null
                && catalogue.Find(webhook.Resource) is { } resource
                && MissingScope(resource, WebhookOwner.Org, principal) is null
            : webhook.CreatedBy == principal.PersonId && webhook.AppId == principal.AppId);

    /// <summary>
    /// The role that the principal lacks for webhooks of an owner; null for none. No policy of a route can say it: the owner is in
    /// the body or the query of a request, or in the webhook.
    /// </summary>
    public static string? RoleProblem(WebhookOwner owner, Principal principal) =>
        owner == WebhookOwner.Org && !principal.IsAdmin ? "ownedBy org needs the role admin" : null;

    /// <summary>A scope that the principal lacks for a resource; for the wildcard, for any resource that it covers.</summary>
    public string? MissingScope(CatalogueResource resource, WebhookOwner owner, Principal principal)
    {
        foreach (var covered in catalogue.Expand(resource.Name))
        {
            // Any one of a resource's scopes will do.
            var wanted = owner == WebhookOwner.Org ? covered.OrgReadScopes : covered.ReadScopes;
            if (wanted.Count > 0 && !wanted.Any(Holds))
            {
                return string.Join(" or ", wanted);
            }
        }

        return null;

        // A full administrator's token covers the administrators' scopes; everybody else's only those of a user.
        bool Holds(string scope) =>
            principal.Has(scope)
            || (principal.Has(AccessScopes.All)
                && (owner == WebhookOwner.Org || !scope.Contains("admin", StringComparison.Ordinal)));
    }
}
