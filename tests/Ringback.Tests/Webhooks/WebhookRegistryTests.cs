using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Webhooks;

public sealed class WebhookRegistryTests
{
    private static readonly Principal Ann = new()
    {
        TokenId = Guid.Empty,
        Name = "ann",
        PersonId = "ann",
        OrgId = "org",
        AppId = "app",
        DisplayName = "Ann",
        Scopes = new[] { AccessScopes.All }.ToFrozenSet(),
        Roles = FrozenSet<string>.Empty,
        Created = DateTimeOffset.UnixEpoch,
    };

    private static readonly WebhookDraft Draft = new()
    {
        Name = "n",
        TargetUrl = "https://example.com/",
        Resource = "messages",
        Event = "created",
    };

    private readonly StubWebhookStore _store = new();
    private readonly FakeLogger<WebhookRegistry> _logger = new();
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);

    [Fact]
    public async Task Failed_write_leaves_room_for_the_next_try()
    {
        using var registry = Registry();
        _store.IsAway = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateAsync(registry, Draft));

        _store.IsAway = false;
        var result = await CreateAsync(registry, Draft);

        Assert.IsType<WebhookResult.Done>(result);
    }

    [Fact]
    public async Task Duplicate_is_refused_while_the_first_is_being_written()
    {
        using var registry = Registry();
        var gate = new TaskCompletionSource();
        _store.MayWrite = gate.Task;
        var first = CreateAsync(registry, Draft);

        var second = await CreateAsync(registry, Draft);
        gate.SetResult();

        Assert.IsType<WebhookResult.Conflict>(second);
        Assert.IsType<WebhookResult.Done>(await first);
        Assert.Single(_store.Rows);
    }

    [Fact]
    public async Task Failed_change_frees_what_it_wanted_and_keeps_what_was()
    {
        using var registry = Registry();
        var id = Assert.IsType<WebhookResult.Done>(await CreateAsync(registry, Draft)).Webhook.Id;
        _store.IsAway = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => registry.UpdateAsync(id, new WebhookDraft { Name = "m" }, Ann, CancellationToken.None));
        _store.IsAway = false;

        var asItWas = await CreateAsync(registry, Draft);
        var asItWanted = await CreateAsync(registry, Draft with { Name = "m" });

        Assert.IsType<WebhookResult.Conflict>(asItWas);
        Assert.IsType<WebhookResult.Done>(asItWanted);
    }

    [Fact]
    public async Task Changed_webhook_keeps_its_old_place_until_the_change_is_written()
    {
        using var registry = Registry();
        var id = Assert.IsType<WebhookResult.Done>(await CreateAsync(registry, Draft)).Webhook.Id;
        var gate = new TaskCompletionSource();
        _store.MayWrite = gate.Task;
        var change = registry.UpdateAsync(id, new WebhookDraft { Name = "m" }, Ann, CancellationToken.None);

        var asItWas = await CreateAsync(registry, Draft);
        var asItWillBe = await CreateAsync(registry, Draft with { Name = "m" });
        gate.SetResult();
        await change;

        Assert.IsType<WebhookResult.Conflict>(asItWas);
        Assert.IsType<WebhookResult.Conflict>(asItWillBe);
        Assert.IsType<WebhookResult.Done>(await CreateAsync(registry, Draft));
    }

    [Theory]
    [InlineData("orders", "placed", null, "resource \"orders\" does not exist")]
    [InlineData("messages", "placed", null, "event \"placed\" is not an event of messages")]
    [InlineData("messages", "created", "sku=1", "sku is not a filter of messages")]
    [InlineData("messages", "created", "roomType=big", "invalid value for filter: roomType")]
    public async Task Webhook_that_the_catalogue_does_not_know_is_left_out_with_a_warning_and_its_row_stays(
        string resource, string eventName, string? filter, string reason)
    {
        var unknown = Stored(resource, eventName, filter);
        var known = Stored("messages", "created", "roomId=r1");
        await _store.AddWebhookAsync(unknown, CancellationToken.None);
        await _store.AddWebhookAsync(known, CancellationToken.None);
        using var registry = Registry();

        await registry.LoadAsync(CancellationToken.None);

        Assert.Null(_index.Find(unknown.Id));
        Assert.False(_index.IsUnknown(unknown.Id));
        Assert.NotNull(_index.Find(known.Id));
        Assert.Equal(2, _store.Rows.Count);
        var record = Assert.Single(_logger.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Warning, record.Level);
        Assert.Contains(unknown.Id.ToString(), record.Message, StringComparison.Ordinal);
        Assert.Contains(resource, record.Message, StringComparison.Ordinal);
        Assert.Contains(reason, record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_that_are_loaded_share_an_equal_filter_of_the_same_event()
    {
        StoredWebhook[] rows =
        [
            Stored("messages", "created", "roomId=r1"), Stored("messages", "created", "roomId=r1"),
            Stored("messages", "created", "roomId=r2"), Stored("memberships", "created", "roomId=r1"),
            Stored("memberships", "created", "roomId=r1"),
        ];
        foreach (var row in rows)
        {
            await _store.AddWebhookAsync(row, CancellationToken.None);
        }

        using var registry = Registry();
        await registry.LoadAsync(CancellationToken.None);

        var filters = rows.Select(row => _index.Find(row.Id)!.Filter).ToArray();
        Assert.Same(filters[0], filters[1]);
        Assert.Same(filters[3], filters[4]);
        Assert.Equal(3, filters.Distinct().Count());
        Assert.Equal(rows.Select(row => row.Filter), filters.Select(filter => filter.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Webhook_that_is_loaded_is_claimed_before_the_first_change(bool catchesUp)
    {
        using (var before = Registry())
        {
            Assert.IsType<WebhookResult.Done>(await CreateAsync(before, Draft));
        }

        using var registry = Registry();
        await registry.LoadAsync(CancellationToken.None);
        var caughtUp = catchesUp ? registry.CatchUpAsync() : Task.CompletedTask;

        Assert.IsType<WebhookResult.Conflict>(await CreateAsync(registry, Draft));
        await caughtUp;
    }

    [Theory]
    [InlineData("orders:read", true)]
    [InlineData("orders:admin_read", false)]
    [InlineData("spark-admin:orders_read", false)]
    public void Scope_for_all_covers_the_scopes_without_the_word_admin(string scope, bool covered)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($$"""
            {"version": 1, "resources": [{"name": "orders", "events": ["placed"], "scopes": {"creator": ["{{scope}}"]} }]}
            """));
        var checker = new WebhookDraftChecker(
            WebhookCatalogue.Load(file, WebhookCatalogue.Webex), _ => null, Options.Create(new RingbackOptions()));

        var result = checker.Create(
            Draft with { Resource = "orders", Event = "placed" }, Ann, Guid.Empty, DateTimeOffset.UnixEpoch);

        Assert.Equal(covered, result is WebhookResult.Done);
        Assert.Equal(!covered, result is WebhookResult.Forbidden);
    }

    [Theory]
    [InlineData(RingbackOptions.Default, 0)]
    [InlineData(RingbackOptions.Webex, 1)]
    public async Task Disabled_webhook_loses_what_is_pending_only_where_nothing_is_held(string profile, int dropped)
    {
        using var registry = Registry(new RingbackOptions { Profile = profile });
        var id = Assert.IsType<WebhookResult.Done>(await CreateAsync(registry, Draft)).Webhook.Id;

        await registry.DropIfInactiveAsync(id, CancellationToken.None);
        await registry.DeactivateAsync(id, ChangeCause.Gone, CancellationToken.None);

        Assert.Equal(Enumerable.Repeat(id, dropped), _store.Dropped);
    }

    private static Task<WebhookResult> CreateAsync(WebhookRegistry registry, WebhookDraft draft) =>
        registry.CreateAsync(draft, Ann, CancellationToken.None);

    private static StoredWebhook Stored(string resource, string eventName, string? filter) => new(
        Guid.CreateVersion7(), "org", "ann", "app", false, "n", "https://example.com/", resource, eventName, filter, null,
        WebhookStatus.Active, WebhookOwner.Creator, DateTimeOffset.UnixEpoch, null, 1, null);

    private WebhookRegistry Registry(RingbackOptions? settings = null)
    {
        var options = Options.Create(settings ?? new RingbackOptions());
        return new WebhookRegistry(
            _store, _index, new WebhookDraftChecker(WebhookCatalogue.Webex, _ => null, options), new WebhookClaims(options),
            new SecretProtector(new NoKey()), options, TimeProvider.System, _logger);
    }

    /// <summary>For webhooks without a secret.</summary>
    private sealed class NoKey : ISecretKey
    {
        public byte[] Load() => throw new NotSupportedException();
    }
}
