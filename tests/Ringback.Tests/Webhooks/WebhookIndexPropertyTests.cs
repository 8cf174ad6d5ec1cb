using CsCheck;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

public sealed class WebhookIndexPropertyTests
{
    [Fact]
    public void Index_finds_what_a_scan_finds_through_puts_replacements_and_removals() =>
        AgreesWithScan(MatchingGen.Mixed.Array[0, 60], 300);

    [Fact]
    public void Index_finds_what_a_scan_finds_among_many_that_share_a_place() =>
        AgreesWithScan(MatchingGen.Crowd.Array[0, 150], 150);

    [Fact]
    public void Index_is_empty_after_everything_was_removed()
    {
        Gen.Select(MatchingGen.Crowd.Array[0, 150], MatchingGen.Event.Array[1, 20]).Sample(
            (puts, events) =>
            {
                var index = new WebhookIndex(WebhookCatalogue.Webex);
                Array.ForEach(puts, index.Put);
                Array.ForEach(puts, webhook => index.Remove(webhook.Id));

                Assert.Equal(0, index.Count);
                Assert.All(events, happened => Assert.Empty(Matches(index, happened)));
            },
            iter: 100);
    }

    [Fact]
    public void Filter_matches_what_the_plain_rules_say()
    {
        Gen.Select(MatchingGen.Mixed, MatchingGen.Event).Sample(
            (webhook, happened) => Assert.Equal(
                NaiveMatching.FilterMatches(webhook, happened),
                webhook.Filter.Matches(happened.Data, webhook.CreatedBy, happened.ActorId)),
            iter: 10_000);
    }

    private static void AgreesWithScan(Gen<RegisteredWebhook[]> webhooks, int rounds)
    {
        var step = Gen.Select(webhooks, Gen.Int[1, 150].Array[0, 30], MatchingGen.Event.Array[1, 4]);

        step.Array[1, 4].Sample(
            steps =>
            {
                var index = new WebhookIndex(WebhookCatalogue.Webex);
                var all = new Dictionary<Guid, RegisteredWebhook>();
                foreach (var (puts, removals, events) in steps)
                {
                    Change(index, all, puts, removals);
                    Assert.Equal(all.Count, index.Count);
                    Assert.All(events, happened => Assert.Equal(
                        all.Values.Where(webhook => NaiveMatching.Wants(webhook, happened)).Select(Id).Order(),
                        Matches(index, happened).Select(Id).Order()));
                }
            },
            iter: rounds);
    }

    private static void Change(
        WebhookIndex index, Dictionary<Guid, RegisteredWebhook> all, RegisteredWebhook[] puts, int[] removals)
    {
        foreach (var webhook in puts)
        {
            index.Put(webhook);
            all[webhook.Id] = webhook;
        }

        foreach (var id in removals.Select(number => new Guid(number, 0, 0, new byte[8])))
        {
            Assert.Equal(all.Remove(id), index.Remove(id));
        }
    }

    private static List<RegisteredWebhook> Matches(WebhookIndex index, EventToMatch happened)
    {
        var matches = new List<RegisteredWebhook>();
        index.Match(happened, matches);
        return matches;
    }

    private static (Guid, string) Id(RegisteredWebhook webhook) => (webhook.Id, webhook.Filter.Text ?? "");
}
