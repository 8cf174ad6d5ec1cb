using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Access;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Storage;

/// <summary>
/// The connection breaks after the server has committed: whoever waits is told what is true, and memory and database agree.
/// </summary>
public sealed class PostgresBrokenCommitTests(SharedPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly WebhookDraft Draft =
        new() { Name = "n", TargetUrl = "https://example.com/", Resource = "messages", Event = "created" };

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
        Created = Now,
    };

    private readonly WebhookIndex _index = new(WebhookCatalogue.Webex);
    private readonly SecretProtector _secrets = new(new Key());
    private PostgresCluster _cluster = null!;
    private string _database = null!;
    private CuttingProxy _proxy = null!;
    private PostgresStore _store = null!;
    private WebhookRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await postgres.GetAsync();
        _database = await postgres.CreateDatabaseAsync();
        _proxy = new CuttingProxy(_cluster.Port);
        var through = new NpgsqlConnectionStringBuilder(_database)
        {
            Port = _proxy.Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        _store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = through.ToString() }), TimeProvider.System);
        await _store.OpenAsync(CancellationToken.None);
        _registry = Registry(_index);
        await _registry.LoadAsync(CancellationToken.None);

        // The writer's connection is there, and what is cut is the answer to a commit.
        await _store.ProbeAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        await _store.DisposeAsync();
        _proxy.Dispose();
        _secrets.Dispose();
        await _cluster.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Webhook_is_made_once_and_both_know_it()
    {
        _proxy.CutNextAnswer();

        var made = await _registry.CreateAsync(Draft, Ann, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        var id = Assert.IsType<WebhookResult.Done>(made).Webhook.Id;
        Assert.NotNull(_index.Find(id));
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM webhooks"));
        Assert.IsType<WebhookResult.Conflict>(await _registry.CreateAsync(Draft, Ann, CancellationToken.None));
        await AssertRestartKnowsTheSameAsync();
    }

    [Fact]
    public async Task Webhook_is_changed_in_both()
    {
        var id = await MakeAsync();
        _proxy.CutNextAnswer();

        var changed = await _registry.UpdateAsync(id, Draft with { Name = "changed" }, Ann, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.IsType<WebhookResult.Done>(changed);
        Assert.Equal("changed", _index.Find(id)!.Name);
        Assert.Equal("changed", await AskAsync("SELECT name FROM webhooks"));
    }

    [Fact]
    public async Task Webhook_is_deleted_from_both()
    {
        var id = await MakeAsync();
        _proxy.CutNextAnswer();

        Assert.True(await _registry.DeleteAsync(id, Ann, CancellationToken.None).WithinLimit());

        Assert.False(_proxy.WillCut);
        Assert.Null(_index.Find(id));
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM webhooks"));
        await AssertRestartKnowsTheSameAsync();
    }

    [Fact]
    public async Task Token_is_made_once_and_revoked()
    {
        var tokens = new TokenRegistry(_store, TimeProvider.System);
        _proxy.CutNextAnswer();
        await tokens.AddAsync("secret", Ann, CancellationToken.None).WithinLimit();
        Assert.False(_proxy.WillCut);
        Assert.NotNull(tokens.Authenticate("secret"));

        _proxy.CutNextAnswer();
        await tokens.RevokeAsync(Ann.TokenId, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.Null(tokens.Authenticate("secret"));
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM tokens WHERE revoked_at IS NOT NULL"));
    }

    [Fact]
    public async Task Event_is_published_once_and_handed_over_once()
    {
        var commit = Commit();
        var handedOver = 0;
        _proxy.CutNextAnswer();

        await _store.CommitEventsAsync([commit], _ => handedOver++, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.Equal(1, handedOver);
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM events"));
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM pending"));
    }

    [Fact]
    public async Task Event_whose_id_was_chosen_is_published_once()
    {
        var commit = Commit("chosen");
        _proxy.CutNextAnswer();

        await _store.CommitEventsAsync([commit], _ => { }, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.False(commit.IsDuplicate);
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Outcome_is_recorded_once()
    {
        var commit = Commit();
        await _store.CommitEventsAsync([commit], _ => { }, CancellationToken.None).WithinLimit();
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _proxy.CutNextAnswer();

        _store.Record(Delivered(commit), _ => recorded.SetResult());
        await recorded.Task.WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM pending"));
        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM attempts"));
    }

    [Fact]
    public async Task All_that_is_pending_for_a_webhook_is_dropped()
    {
        var commit = Commit();
        await _store.CommitEventsAsync([commit], _ => { }, CancellationToken.None).WithinLimit();
        _proxy.CutNextAnswer();

        await _store.DropPendingAsync(commit.Matches[0].WebhookId, CancellationToken.None).WithinLimit();

        Assert.False(_proxy.WillCut);
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM pending"));
    }

    [Fact]
    public async Task Connections_that_an_administrator_ends_cost_no_write()
    {
        await _cluster.CutConnectionsAsync(_database);

        Assert.IsType<WebhookResult.Done>(await _registry.CreateAsync(Draft, Ann, CancellationToken.None).WithinLimit());

        Assert.Equal(1L, await AskAsync("SELECT count(*) FROM webhooks"));
    }

    private async Task<Guid> MakeAsync() =>
        Assert.IsType<WebhookResult.Done>(await _registry.CreateAsync(Draft, Ann, CancellationToken.None)).Webhook.Id;

    private async Task AssertRestartKnowsTheSameAsync()
    {
        var index = new WebhookIndex(WebhookCatalogue.Webex);
        using var registry = Registry(index);
        await registry.LoadAsync(CancellationToken.None);
        Assert.Equal(_index.Count, index.Count);
    }

    private WebhookRegistry Registry(WebhookIndex index)
    {
        var whole = Options.Create(new RingbackOptions());
        return new WebhookRegistry(
            _store, index, new WebhookDraftChecker(WebhookCatalogue.Webex, _ => null, whole), new WebhookClaims(whole), _secrets,
            whole, TimeProvider.System, NullLogger<WebhookRegistry>.Instance);
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static EventCommit Commit(string? chosenId = null) => new(
        new WebhookEvent
        {
            Id = Guid.CreateVersion7(),
            PublicId = chosenId ?? "made by the server",
            HasChosenId = chosenId is not null,
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = Now,
            Data = "{}"u8.ToArray(),
        },
        [new EventMatch(Guid.CreateVersion7(), Guid.CreateVersion7())],
        Now);

    private static OutcomeCommit Delivered(EventCommit commit) => new(
        new DueDelivery(commit.Matches[0].WebhookId, commit.Matches[0].DeliveryId, commit.Event, commit.PublishedAt, 0),
        new AttemptRecord
        {
            WebhookId = commit.Matches[0].WebhookId,
            DeliveryId = commit.Matches[0].DeliveryId,
            EventId = commit.Event.Id,
            Number = 1,
            StartedAt = Now,
            Duration = TimeSpan.FromMilliseconds(1),
            Outcome = "delivered",
            Status = 200,
        },
        DeliveryVerdict.Delivered,
        null);

    private sealed class Key : ISecretKey
    {
        public byte[] Load() => new byte[32];
    }
}
