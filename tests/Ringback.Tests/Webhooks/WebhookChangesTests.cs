using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Records;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Webhooks;

/// <summary>Changes of webhooks that others change too.</summary>
public sealed class WebhookChangesTests : IDisposable, ISecretKey
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
        Secret = "s",
    };

    private readonly StubWebhookStore _store = new();
    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly SecretProtector _secrets;

    public WebhookChangesTests() => _secrets = new SecretProtector(this);

    [Fact]
    public async Task Change_by_its_owner_does_not_undo_that_others_have_disabled_it()
    {
        using var registry = Registry();
        var id = await CreateAsync(registry);
        _store.Change(id, row => row with { Status = WebhookStatus.Inactive, Version = 2 });

        var done = await registry.UpdateAsync(id, new WebhookDraft { Name = "new" }, Ann, CancellationToken.None);

        var webhook = Assert.IsType<WebhookResult.Done>(done).Webhook;
        Assert.Equal(("new", WebhookStatus.Inactive, 3), (webhook.Name, webhook.Status, webhook.Version));
        var row = Assert.Single(_store.Rows);
        Assert.Equal(("new", WebhookStatus.Inactive, 3), (row.Name, row.Status, row.Version));
        Assert.Equal(webhook, _index.Find(id));
    }

    [Fact]
    public async Task Disabling_does_not_undo_what_others_have_changed()
    {
        using var registry = Registry();
        var id = await CreateAsync(registry);
        _store.Change(id, row => row with { TargetUrl = "https://new.example.com/", Version = 2 });

        await registry.DeactivateAsync(id, ChangeCause.AutoDisable, CancellationToken.None);

        var row = Assert.Single(_store.Rows);
        Assert.Equal(("https://new.example.com/", WebhookStatus.Inactive, 3), (row.TargetUrl, row.Status, row.Version));
    }

    [Fact]
    public async Task Webhook_that_others_have_deleted_is_not_found_and_leaves_room()
    {
        using var registry = Registry();
        var id = await CreateAsync(registry);
        var changes = new List<WebhookChange>();
        registry.Changed += changes.Add;
        await _store.DeleteWebhookAsync(id, CancellationToken.None);

        var result = await registry.UpdateAsync(id, new WebhookDraft { Name = "new" }, Ann, CancellationToken.None);

        Assert.IsType<WebhookResult.NotFound>(result);
        Assert.Null(Assert.Single(changes).After);
        Assert.NotEqual(id, await CreateAsync(registry));
    }

    [Fact]
    public async Task Duplicate_of_what_another_process_has_made_is_refused_by_its_id_and_leaves_nothing_behind()
    {
        using var other = Registry(new WebhookIndex(WebhookCatalogue.Webex));
        using var registry = Registry();
        var theirs = await CreateAsync(other);

        var mine = Assert.IsType<WebhookResult.Conflict>(await registry.CreateAsync(Draft, Ann, CancellationToken.None));
        await other.DeleteAsync(theirs, Ann, CancellationToken.None);

        Assert.Contains(Ringback.Protocol.Ids.WebexId.Create("WEBHOOK", theirs), mine.Reason, StringComparison.Ordinal);
        Assert.IsType<WebhookResult.Done>(await registry.CreateAsync(Draft, Ann, CancellationToken.None));
    }

    [Fact]
    public async Task Change_that_changes_nothing_is_no_version()
    {
        using var registry = Registry();
        var id = await CreateAsync(registry);

        await registry.UpdateAsync(id, Draft with { Status = "active" }, Ann, CancellationToken.None);
        await registry.SetAsync(id, new WebhookSettings(), Ann, CancellationToken.None);

        Assert.Equal(1, Assert.Single(_store.Rows).Version);
    }

    [Fact]
    public async Task Settings_are_read_back_at_the_next_start_and_refused_when_they_may_not_be_so()
    {
        using (var registry = Registry())
        {
            var id = await CreateAsync(registry);
            Assert.IsType<WebhookResult.Done>(
                await registry.SetAsync(id, new WebhookSettings(3), Ann, CancellationToken.None));
            Assert.IsType<WebhookResult.Invalid>(
                await registry.SetAsync(id, new WebhookSettings(1001), Ann, CancellationToken.None));
        }

        var index = new WebhookIndex(WebhookCatalogue.Webex);
        using var next = Registry(index);
        await next.LoadAsync(CancellationToken.None);

        var row = Assert.Single(_store.Rows);
        Assert.Equal("""{"inFlightLimit":3}""", row.Settings);
        Assert.Equal(new WebhookSettings(3), index.Find(row.Id)!.Settings);
        Assert.Equal("s", index.Find(row.Id)!.Secrets!.Current);
    }

    [Fact]
    public async Task Duplicates_are_possible_where_they_are_allowed_and_stay_so_afterwards()
    {
        Guid second;
        using (var lax = Registry(new WebhookIndex(WebhookCatalogue.Webex), refuseDuplicates: false))
        {
            await CreateAsync(lax);
            second = await CreateAsync(lax);
        }

        using var strict = Registry();
        await strict.LoadAsync(CancellationToken.None);
        var changed = await strict.UpdateAsync(second, new WebhookDraft { Secret = "t" }, Ann, CancellationToken.None);
        var renamed = await strict.UpdateAsync(second, new WebhookDraft { Name = "m" }, Ann, CancellationToken.None);
        var again = await strict.CreateAsync(Draft with { Name = "m" }, Ann, CancellationToken.None);

        Assert.IsType<WebhookResult.Done>(changed);
        Assert.IsType<WebhookResult.Done>(renamed);
        Assert.IsType<WebhookResult.Conflict>(again);
        Assert.Single(_store.Rows, row => row.Subject is not null);
    }

    [Fact]
    public void Subject_follows_from_what_is_compared_and_from_nothing_else()
    {
        var webhook = Some.Webhook(filter: "roomId=r1&hasFiles=true");
        var org = webhook with { OwnedBy = WebhookOwner.Org };
        RegisteredWebhook[] others =
        [
            webhook, org, webhook with { Name = "m" }, webhook with { TargetUrl = "https://m/" }, webhook with { AppId = "m" },
            webhook with { CreatedBy = "m" }, webhook with { Event = "updated" }, Some.Webhook(filter: "roomId=r1"),
        ];

        Assert.Equal(others.Length, others.Select(other => Convert.ToHexString(WebhookSubject.Of(other))).Distinct().Count());
        Assert.Equal(WebhookSubject.Of(webhook), WebhookSubject.Of(Some.Webhook(filter: "hasFiles=true&roomId=r1") with
        {
            Status = WebhookStatus.Inactive,
            Secrets = new SigningSecrets("s", DateTimeOffset.UnixEpoch),
        }));
        Assert.Equal(WebhookSubject.Of(org), WebhookSubject.Of(org with { Name = "m", TargetUrl = "https://m/", CreatedBy = "m" }));
    }

    /// <inheritdoc/>
    public byte[] Load() => new byte[32];

    /// <inheritdoc/>
    public void Dispose() => _secrets.Dispose();

    private static async Task<Guid> CreateAsync(WebhookRegistry registry) =>
        Assert.IsType<WebhookResult.Done>(await registry.CreateAsync(Draft, Ann, CancellationToken.None)).Webhook.Id;

    private WebhookRegistry Registry(WebhookIndex? index = null, bool refuseDuplicates = true)
    {
        var options = Options.Create(new RingbackOptions { RefuseDuplicates = refuseDuplicates });
        return new WebhookRegistry(
            _store, index ?? _index, new WebhookDraftChecker(WebhookCatalogue.Webex, _ => null, options),
            new WebhookClaims(options), _secrets, options, TimeProvider.System, NullLogger<WebhookRegistry>.Instance);
    }
}
