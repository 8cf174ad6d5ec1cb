using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Catalogue;

public sealed class WebhookCatalogueTests
{
    private static readonly WebhookCatalogue Webex = WebhookCatalogue.Webex;

    /// <summary>What the contract and the texts of Webex name, written out so that a lost line is noticed.</summary>
    public static TheoryData<string, string, string> Resources => new()
    {
        { "all", "", "" },
        { "attachmentActions", "created", "messageId personId roomId" },
        { "dataSources", "created updated deleted", "id schemaId appId orgId" },
        { "memberships", "created updated deleted read", "roomId personId personEmail isModerator" },
        {
            "messages", "created updated deleted read",
            "roomId roomType personId personEmail mentionedPeople hasFiles hasAttachments mentionedGroups"
        },
        { "rooms", "created updated migrated", "type isLocked" },
        {
            "meetings", "created updated deleted started ended",
            "id meetingNumber meetingType state hostEmail hostUserId siteUrl"
        },
        {
            "recordings", "created updated deleted",
            "id meetingId scheduledMeetingId meetingSeriesId hostEmail hostUserId siteUrl"
        },
        {
            "convergedRecordings", "created updated deleted",
            "recordingId ownerId ownerEmail ownerType storageRegion serviceType locationId"
        },
        { "meetingParticipants", "joined left", "id meetingId state hostEmail hostPersonId siteUrl" },
        {
            "meetingTranscripts", "created",
            "id meetingId scheduledMeetingId meetingSeriesId hostEmail hostUserId siteUrl"
        },
        { "telephony_calls", "created updated deleted", "personality state number personId callType" },
        { "telephony_conference", "created updated deleted", "" },
        { "telephony_mwi", "updated", "" },
        { "uc_counters", "updated", "clusterName hostName nodeType agentId" },
        { "serviceApp", "authorized deauthorized", "id friendlyName trainSiteNames adminTrainSiteNames" },
        { "adminBatchJobs", "statusChanged", "jobType" },
        { "videoMeshAlerts", "triggered", "" },
        { "controlHubAlerts", "created", "" },
        { "telephony_hookstatus", "created updated deleted", "" },
        { "telephony_agent", "created updated deleted", "" },
        { "telephony_services", "created updated deleted", "" },
        { "telephony_agentMonitoring", "created updated deleted", "" },
        { "telephony_queue", "created updated deleted", "" },
        { "telephony_queueMonitoring", "created updated deleted", "" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_resource_has_its_events_and_filters(string name, string events, string filters)
    {
        var resource = Webex.Find(name);

        Assert.NotNull(resource);
        Assert.Equal(Words(events), resource.Events);
        Assert.Equal(Words(filters), resource.Filters.Select(filter => filter.Name));
    }

    [Fact]
    public void There_is_no_resource_beyond_those_listed_here()
    {
        var listed = Resources.Select(row => row.Data.Item1).ToHashSet();

        Assert.Equal(listed.Count, Webex.Resources.Count);
        Assert.All(Webex.Resources, resource => Assert.Contains(resource.Name, listed));
    }

    [Fact]
    public void Every_event_of_the_contract_belongs_to_some_resource()
    {
        string[] contract = ["created", "updated", "deleted", "started", "ended", "joined", "left", "migrated", "read"];

        var known = Webex.Resources.SelectMany(resource => resource.Events).ToHashSet();

        Assert.All(contract, name => Assert.Contains(name, known));
    }

    [Fact]
    public void All_stands_for_memberships_messages_and_rooms()
    {
        Assert.Equal(["memberships", "messages", "rooms"], Webex.Expand("all").Select(resource => resource.Name));
        Assert.Equal(["created", "updated", "deleted"], Webex.ExpandEvent("all", "all"));
        Assert.Empty(Webex.ExpandEvent("all", "created"));
    }

    [Theory]
    [InlineData("messages", "created updated deleted")]
    [InlineData("rooms", "created updated")]
    [InlineData("attachmentActions", "created")]
    [InlineData("telephony_calls", "created updated deleted")]
    [InlineData("meetings", "created updated deleted")]
    [InlineData("meetingParticipants", "")]
    [InlineData("serviceApp", "")]
    [InlineData("videoMeshAlerts", "")]
    public void Event_all_stands_for_created_updated_and_deleted_only(string resource, string events)
    {
        Assert.Equal(Words(events), Webex.ExpandEvent(resource, "all"));
        Assert.Equal(events.Length > 0, Webex.Find(resource)!.AcceptsEvent("all"));
    }

    [Fact]
    public void A_concrete_resource_and_event_expand_to_themselves()
    {
        Assert.Equal(["meetings"], Webex.Expand("meetings").Select(resource => resource.Name));
        Assert.Equal(["ended"], Webex.ExpandEvent("meetings", "ended"));
    }

    [Fact]
    public void What_is_unknown_expands_to_nothing()
    {
        Assert.Null(Webex.Find("Messages"));
        Assert.Empty(Webex.Expand("Messages"));
        Assert.Empty(Webex.ExpandEvent("Messages", "created"));
        Assert.Empty(Webex.ExpandEvent("messages", "ended"));
    }

    [Fact]
    public void Registrable_events_name_all_where_it_is_accepted()
    {
        Assert.Equal(["created", "updated", "migrated", "all"], Webex.Find("rooms")!.RegistrableEvents);
        Assert.Equal(["joined", "left"], Webex.Find("meetingParticipants")!.RegistrableEvents);
    }

    [Theory]
    [InlineData("messages", "created", "text markdown html attachments orgId", "created files")]
    [InlineData("messages", "deleted", "text created files", "id roomId roomType personId personEmail")]
    [InlineData("attachmentActions", "created", "inputs personEmail orgId", "messageId")]
    [InlineData("rooms", "updated", "title orgId", "type")]
    [InlineData("memberships", "created", "orgId", "personOrgId")]
    [InlineData("meetings", "ended", "password hostKey", "orgId title")]
    [InlineData("controlHubAlerts", "created", "", "orgId")]
    [InlineData("telephony_calls", "created", "", "remoteParty orgId")]
    public void Callbacks_do_not_carry_what_is_withheld(string name, string eventName, string withheld, string carried)
    {
        var actual = Webex.Find(name)!.WithheldFor(eventName);

        Assert.All(Words(withheld), field => Assert.Contains(field, actual));
        Assert.All(Words(carried), field => Assert.DoesNotContain(field, actual));
    }

    [Fact]
    public void No_field_is_both_carried_and_withheld()
    {
        Assert.All(Webex.Resources, resource => Assert.DoesNotContain(
            resource.CarriedFields.Concat(resource.OptionalFields), resource.WithheldFor("created").Contains));
    }

    [Theory]
    [InlineData("messages", "spark:messages_read", "spark-compliance:webhooks_write")]
    [InlineData("attachmentActions", "spark:messages_read", "")]
    [InlineData("meetings", "meeting:schedules_read", "meeting:admin_schedule_read spark-compliance:meetings_read")]
    [InlineData("recordings", "meeting:recordings_read", "meeting:admin_recordings_read")]
    [InlineData("telephony_calls", "spark:calls_read", "spark:calls_read spark-admin:calls_read")]
    public void Registering_needs_the_read_scopes_of_the_resource(string name, string creator, string org)
    {
        var resource = Webex.Find(name)!;

        Assert.Equal(Words(creator), resource.ReadScopes);
        Assert.Equal(Words(org), resource.OrgReadScopes);
    }

    [Theory]
    [InlineData("messages", true, false)]
    [InlineData("attachmentActions", false, false)]
    [InlineData("all", false, false)]
    [InlineData("meetingParticipants", true, false)]
    [InlineData("videoMeshAlerts", true, true)]
    [InlineData("controlHubAlerts", true, true)]
    [InlineData("uc_counters", true, true)]
    public void Some_resources_may_and_some_must_be_owned_by_the_org(string name, bool may, bool must)
    {
        Assert.Equal(may, Webex.Find(name)!.SupportsOrgOwner);
        Assert.Equal(must, Webex.Find(name)!.RequiresOrgOwner);
    }

    [Theory]
    [InlineData("messages", "MESSAGE")]
    [InlineData("memberships", "MEMBERSHIP")]
    [InlineData("rooms", "ROOM")]
    [InlineData("attachmentActions", "ATTACHMENT_ACTION")]
    [InlineData("telephony_mwi", null)]
    public void Public_ids_have_the_kind_of_their_resource(string name, string? kind) =>
        Assert.Equal(kind, Webex.Find(name)!.HydraType);

    [Fact]
    public void Filters_by_host_or_owner_need_an_org_webhook()
    {
        var needing = Webex.Resources.SelectMany(resource => resource.Filters)
            .Where(filter => filter.NeedsOrgOwner)
            .Select(filter => filter.Name)
            .Distinct().Order();

        Assert.Equal(["hostEmail", "hostPersonId", "hostUserId", "ownerEmail", "ownerId"], needing);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
