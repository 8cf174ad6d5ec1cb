using CsCheck;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Webhooks;

/// <summary>The claims agree with a scan of all webhooks, whatever is made, changed and deleted.</summary>
public sealed class WebhookClaimsPropertyTests
{
    private const int Most = 6;

    private static readonly Gen<RegisteredWebhook> Webhooks =
        from name in OneOf("a", "b")
        from filter in OneOf<string?>(null, "roomId=1", "roomId=1&hasFiles=true", "hasFiles=true&roomId=1",
            "mentionedPeople=x,y", "mentionedPeople=y,x", "personEmail=A@x.org", "personEmail=a@x.org")
        from createdBy in OneOf("ann", "bob")
        from ofOrg in Gen.Bool
        select Some.Webhook(
            filter: filter, createdBy: createdBy, ownedBy: ofOrg ? WebhookOwner.Org : WebhookOwner.Creator) with
        {
            Name = name,
        };

    private static readonly Gen<(int Kind, int Which, RegisteredWebhook Webhook)[]> Steps =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 99], Webhooks).Array[1, 60];

    [Fact]
    public void Claims_agree_with_a_scan() => Steps.Sample(steps =>
    {
        var claims = new WebhookClaims(Options.Create(new RingbackOptions { MaxWebhooksPerPerson = Most }));
        var all = new List<RegisteredWebhook>();
        foreach (var (kind, which, webhook) in steps)
        {
            var old = kind > 2 && all.Count > 0 ? all[which % all.Count] : null;
            if (kind == 5 && old is not null)
            {
                claims.Release(old, null);
                all.Remove(old);
                continue;
            }

            if (kind == 0)
            {
                claims.ClaimStored([webhook]);
                all.Add(webhook);
                if (which < 50)
                {
                    claims.CatchUp();
                }

                continue;
            }

            var after = old is null ? webhook : webhook with { Id = old.Id, CreatedBy = old.CreatedBy };
            var allowed = IsAllowed(all, old, after);
            Assert.Equal(allowed, claims.TryClaim(old, after) is null);
            if (!allowed)
            {
                continue;
            }

            if (kind == 4 && old is not null)
            {
                // The change failed.
                claims.Release(after, old);
            }
            else if (old is not null)
            {
                claims.Release(old, after);
                all[all.IndexOf(old)] = after;
            }
            else
            {
                all.Add(after);
            }
        }
    });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool IsAllowed(List<RegisteredWebhook> all, RegisteredWebhook? before, RegisteredWebhook after)
    {
        var others = all.Where(other => !ReferenceEquals(other, before)).ToList();
        if ((before is null || !IsSame(before, after)) && others.Exists(other => IsSame(other, after)))
        {
            return false;
        }

        if (after.OwnedBy == WebhookOwner.Org)
        {
            return (before?.OwnedBy == WebhookOwner.Org && IsAboutTheSame(before, after))
                || !others.Exists(other => other.OwnedBy == WebhookOwner.Org && IsAboutTheSame(other, after));
        }

        return before?.OwnedBy == WebhookOwner.Creator
            || others.Count(other => other.OwnedBy == WebhookOwner.Creator && other.CreatedBy == after.CreatedBy) < Most;
    }

    private static bool IsSame(RegisteredWebhook one, RegisteredWebhook other) =>
        one.Name == other.Name && one.CreatedBy == other.CreatedBy && one.OwnedBy == other.OwnedBy
        && IsAboutTheSame(one, other);

    private static bool IsAboutTheSame(RegisteredWebhook one, RegisteredWebhook other) => one.Filter.SameAs(other.Filter);
}
