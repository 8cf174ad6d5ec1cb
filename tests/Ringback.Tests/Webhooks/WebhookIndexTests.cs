using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

public sealed class WebhookIndexTests
{
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);

    [Fact]
    public void Webhooks_are_counted_by_whether_they_are_active()
    {
        var index = new WebhookIndex(WebhookCatalogue.Webex);
        var (one, other) = (Some.Webhook(), Some.Webhook());
        index.Put(one);
        index.Put(other);
        index.Put(other with { Status = WebhookStatus.Inactive });
        index.Put(one with { OrgId = "another" });

        Assert.Equal((2, 1), (index.Count, index.ActiveCount));

        index.Remove(other.Id);
        index.Remove(other.Id);

        Assert.Equal((1, 1), (index.Count, index.ActiveCount));
    }

    [Fact]
    public void A_webhook_is_found_by_the_value_of_its_filter()
    {
        var wanted = Put(Some.Webhook(filter: "roomId=R1"));
        Put(Some.Webhook(filter: "roomId=R2"));

        Assert.Equal([wanted], Match(Some.Event("""{"roomId":"R1"}""")));
        Assert.Empty(Match(Some.Event("""{"roomId":"R3"}""")));
        Assert.Empty(Match(Some.Event()));
    }

    [Fact]
    public void A_webhook_is_found_only_when_all_its_terms_match()
    {
        var wanted = Put(Some.Webhook(filter: "hasFiles=true&roomId=R1"));

        Assert.Equal([wanted], Match(Some.Event("""{"roomId":"R1","files":["f"]}""")));
        Assert.Empty(Match(Some.Event("""{"roomId":"R1"}""")));
    }

    [Fact]
    public void An_email_is_found_whatever_its_case()
    {
        var wanted = Put(Some.Webhook(filter: "personEmail=Ann@x.org"));

        Assert.Equal([wanted], Match(Some.Event("""{"personEmail":"aNN@X.org"}""")));
    }

    [Fact]
    public void Webhooks_of_other_orgs_resources_and_events_are_not_found()
    {
        Put(Some.Webhook(orgId: "other"));
        Put(Some.Webhook("rooms"));
        Put(Some.Webhook(eventName: "deleted"));

        Assert.Empty(Match(Some.Event()));
        Assert.Empty(Match(Some.Event(orgId: "unknown")));
        Assert.Empty(Match(Some.Event(resource: "unknown")));
    }

    [Theory]
    [InlineData("messages", "created", true)]
    [InlineData("messages", "read", false)]
    [InlineData("rooms", "updated", true)]
    [InlineData("rooms", "migrated", false)]
    [InlineData("memberships", "deleted", true)]
    [InlineData("attachmentActions", "created", false)]
    [InlineData("meetings", "created", false)]
    public void The_firehose_gets_memberships_messages_and_rooms(string resource, string type, bool gets)
    {
        var firehose = Put(Some.Webhook("all", "all"));

        Assert.Equal(gets ? [firehose] : [], Match(Some.Event(resource: resource, type: type)));
    }

    [Theory]
    [InlineData("created", true)]
    [InlineData("started", false)]
    public void Event_all_gets_created_updated_and_deleted(string type, bool gets)
    {
        var all = Put(Some.Webhook("meetings", "all", "id=M1"));

        Assert.Equal(gets ? [all] : [], Match(Some.Event("""{"id":"M1"}""", "meetings", type)));
    }

    [Theory]
    [InlineData("all", "created")]
    [InlineData("messages", "all")]
    public void Nothing_happens_to_all_itself(string resource, string type)
    {
        Put(Some.Webhook("all", "all"));
        Put(Some.Webhook("messages", "all"));

        Assert.Empty(Match(Some.Event(resource: resource, type: type)));
    }

    [Fact]
    public void A_webhook_of_a_creator_sees_what_its_creator_sees_and_one_of_the_org_everything()
    {
        var anns = Put(Some.Webhook());
        var bobs = Put(Some.Webhook(createdBy: "bob"));
        var orgs = Put(Some.Webhook(createdBy: "cat", ownedBy: WebhookOwner.Org));

        Assert.Equal([anns, bobs, orgs], Match(Some.Event()));
        Assert.Equal([bobs, orgs], Match(Some.Event(visibleTo: ["bob", "bob"])));
        Assert.Equal([orgs], Match(Some.Event(visibleTo: [])));
    }

    [Fact]
    public void A_bot_sees_messages_of_a_group_room_only_when_mentioned()
    {
        var bots = Put(Some.Webhook(createdBy: "bot", bot: true));

        Assert.Empty(Match(Some.Event("""{"roomType":"group"}""")));
        Assert.Empty(Match(Some.Event("""{"roomType":"group","mentionedPeople":["ann"]}""")));
        Assert.Equal([bots], Match(Some.Event("""{"roomType":"group","mentionedPeople":["ann","bot"]}""")));
        Assert.Equal([bots], Match(Some.Event("""{"roomType":"direct"}""")));
        Assert.Empty(Match(Some.Event("""{"roomType":"direct"}""", visibleTo: ["ann"])));
    }

    [Fact]
    public void A_bot_sees_memberships_without_being_mentioned()
    {
        var bots = Put(Some.Webhook("memberships", createdBy: "bot", bot: true));

        Assert.Equal([bots], Match(Some.Event("""{"roomType":"group"}""", "memberships")));
    }

    [Fact]
    public void A_webhook_is_found_once_however_often_its_values_occur()
    {
        var both = Put(Some.Webhook(filter: "mentionedPeople=P1,P2"));
        var self = Put(Some.Webhook(filter: "mentionedPeople=me,ann"));

        Assert.Equal([both, self], Match(Some.Event("""{"mentionedPeople":["P2","P1","ann","ann","P1"]}""")));
    }

    [Fact]
    public void A_caller_who_is_also_the_remote_party_gives_one_match()
    {
        var call = Put(Some.Webhook("telephony_calls", filter: "personId=P1"));

        var found = Match(Some.Event("""{"remoteParty":{"personId":"P1"}}""", "telephony_calls", actorId: "P1"));

        Assert.Equal([call], found);
    }

    [Fact]
    public void Inactive_webhooks_are_found_too()
    {
        var inactive = Put(Some.Webhook() with { Status = WebhookStatus.Inactive });

        Assert.Equal([inactive], Match(Some.Event()));
    }

    [Fact]
    public void Put_replaces_the_webhook_of_the_same_id_wherever_it_was()
    {
        var id = Guid.CreateVersion7();
        Put(Some.Webhook(filter: "roomId=R1", id: id));
        Put(Some.Webhook(filter: "personId=P1", id: id));
        Put(Some.Webhook(eventName: "all", id: id));
        var last = Put(Some.Webhook(orgId: "other", id: id));

        Assert.Equal(1, _index.Count);
        Assert.Same(last, _index.Find(id));
        Assert.Empty(Match(Some.Event("""{"roomId":"R1","personId":"P1"}""")));
        Assert.Equal([last], Match(Some.Event(orgId: "other")));
    }

    [Fact]
    public void Removed_webhooks_are_gone()
    {
        var webhook = Put(Some.Webhook(filter: "mentionedPeople=a,b"));

        Assert.True(_index.Remove(webhook.Id));

        Assert.False(_index.Remove(webhook.Id));
        Assert.Null(_index.Find(webhook.Id));
        Assert.Equal(0, _index.Count);
        Assert.Empty(Match(Some.Event("""{"mentionedPeople":["b"]}""")));
    }

    [Fact]
    public void Many_webhooks_without_a_filter_are_found_by_who_may_see_the_event()
    {
        for (var i = 0; i < 100; i++)
        {
            Put(Some.Webhook(createdBy: $"p{i}"));
            Put(Some.Webhook(createdBy: $"b{i}", bot: true));
        }

        var orgs = Put(Some.Webhook(createdBy: "p7", ownedBy: WebhookOwner.Org));
        var group = """{"roomType":"group","mentionedPeople":["b3","b3","nobody"]}""";

        Assert.Equal(201, Match(Some.Event()).Count);
        Assert.Equal(
            ["b5", "p5", "p7", "p7"], Match(Some.Event(visibleTo: ["p5", "p7", "b5"])).Select(Creator).Order());
        Assert.Equal(102, Match(Some.Event(group)).Count);
        Assert.Equal(
            ["b3", "p5", "p7"], Match(Some.Event(group, visibleTo: ["p5", "b3", "b4"])).Select(Creator).Order());
        Assert.Contains(orgs, Match(Some.Event(visibleTo: [])));

        static string Creator(RegisteredWebhook webhook) => webhook.CreatedBy;
    }

    [Fact]
    public void Matches_are_added_to_what_the_list_has()
    {
        var webhook = Put(Some.Webhook(filter: "mentionedPeople=a,b"));
        var matches = new List<RegisteredWebhook> { webhook };

        _index.Match(Some.Event("""{"mentionedPeople":["a","b"]}"""), matches);

        Assert.Equal([webhook, webhook], matches);
    }

    [Fact]
    public void Matching_does_not_allocate()
    {
        Put(Some.Webhook(filter: "roomId=R1&personEmail=ann@x.org"));
        Put(Some.Webhook("all", "all"));
        var visible = new HashSet<string> { "ann" };
        var candidate = Some.Event("""{"roomId":"R1","personEmail":"Ann@x.org"}""", visibleTo: visible);
        var matches = new List<RegisteredWebhook>();

        var before = 0L;
        for (var i = 0; i < 200; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            matches.Clear();
            _index.Match(candidate, matches);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2, matches.Count);
    }

    private RegisteredWebhook Put(RegisteredWebhook webhook)
    {
        _index.Put(webhook);
        return webhook;
    }

    private List<RegisteredWebhook> Match(in EventToMatch candidate)
    {
        var matches = new List<RegisteredWebhook>();
        _index.Match(candidate, matches);
        return [.. matches.OrderBy(webhook => webhook.Id)];
    }
}
