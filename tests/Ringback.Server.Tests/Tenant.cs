using System.Net;

namespace Ringback.Server.Tests;

/// <summary>An org of a test's own, so that tests can share a server: two people, an administrator, a bot, a publisher.</summary>
internal sealed class Tenant
{
    private readonly RunningServer _server;

    private Tenant(RunningServer server, string orgId)
    {
        _server = server;
        OrgId = orgId;
    }

    /// <summary>The org.</summary>
    public string OrgId { get; }

    /// <summary>A person with <c>spark:all</c>.</summary>
    public Member Person { get; private set; } = null!;

    /// <summary>Another person with <c>spark:all</c>.</summary>
    public Member Colleague { get; private set; } = null!;

    /// <summary>An administrator with <c>spark:all</c>.</summary>
    public Member Admin { get; private set; } = null!;

    /// <summary>A bot with <c>spark:all</c>.</summary>
    public Member Bot { get; private set; } = null!;

    /// <summary>One that may publish and nothing else.</summary>
    public Member Publisher { get; private set; } = null!;

    /// <summary>Makes a new org on a server.</summary>
    public static async Task<Tenant> NewAsync(RunningServer server)
    {
        var tenant = new Tenant(server, $"org-{Guid.NewGuid():N}");
        var members = await Task.WhenAll(
            tenant.AddAsync(new { scopes = new[] { "spark:all" } }),
            tenant.AddAsync(new { scopes = new[] { "spark:all" } }),
            tenant.AddAsync(new { scopes = new[] { "spark:all" }, roles = new[] { "admin" } }),
            tenant.AddAsync(new { scopes = new[] { "spark:all" }, personType = "bot" }),
            tenant.AddAsync(new { scopes = new[] { "ringback:publish" } }));
        (tenant.Person, tenant.Colleague, tenant.Admin) = (members[0], members[1], members[2]);
        (tenant.Bot, tenant.Publisher) = (members[3], members[4]);
        return tenant;
    }

    /// <summary>Adds a member to the org by what <c>POST /v1/tokens</c> takes.</summary>
    public async Task<Member> AddAsync(object request)
    {
        var fields = System.Text.Json.JsonSerializer.SerializeToNode(request)!.AsObject();
        fields["orgId"] = OrgId;
        using var admin = _server.As(_server.AdminToken);
        var reply = (await admin.SendAsync("POST", "v1/tokens", fields.ToJsonString())).ShouldBe(HttpStatusCode.OK);
        return new Member(reply["personId"], reply["appId"], reply["token"], reply["id"], _server.As(reply["token"]));
    }
}
