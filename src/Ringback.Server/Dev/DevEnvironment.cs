using System.Collections.Frozen;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Ids;

namespace Ringback.Server.Dev;

/// <summary>One org with an administrator, a person, a bot and a publisher, so that a first callback needs no set-up.</summary>
internal static class DevEnvironment
{
    /// <summary>Makes the tokens, or takes up those of an earlier start with the same data, and writes <c>dev.json</c>.</summary>
    public static async Task<DevFile> SetUpAsync(
        TokenRegistry tokens, string dataFolder, string baseUrl, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = DevFile.ReadTokens(dataFolder)
            ?? new DevTokens(TokenSecret.Create(), TokenSecret.Create(), TokenSecret.Create(), TokenSecret.Create());
        var now = time.GetMillisecond();
        var org = tokens.List().FirstOrDefault(token => token.Name.StartsWith("dev-", StringComparison.Ordinal))?.OrgId
            ?? WebexId.Create(WebexIdTypes.Organization, Guid.CreateVersion7(now));

        await EnsureAsync(known.Admin, "dev-admin", "Ada Admin", false,
            [AccessScopes.All, AccessScopes.Administer, AccessScopes.Publish], [AccessRoles.Admin]);
        await EnsureAsync(known.Person, "dev-person", "Perry Person", false, [AccessScopes.All], []);
        await EnsureAsync(known.Bot, "dev-bot", "Bo Bot", true, [AccessScopes.All], []);
        await EnsureAsync(known.Publisher, "dev-publisher", "Pat Publisher", false, [AccessScopes.Publish], []);

        var file = new DevFile(baseUrl, known);
        file.Write(dataFolder);
        return file;

        async Task EnsureAsync(
            string token, string name, string displayName, bool isBot, string[] scopes, string[] roles)
        {
            if (tokens.Authenticate(token) is not null)
            {
                return;
            }

            var id = Guid.CreateVersion7(now);
            await tokens.AddAsync(
                token,
                new Principal
                {
                    TokenId = id,
                    Name = name,
                    PersonId = WebexId.Create(WebexIdTypes.People, Guid.CreateVersion7(now)),
                    OrgId = org,
                    AppId = WebexId.CreateApplication(id),
                    IsBot = isBot,
                    DisplayName = displayName,
                    Emails = [$"{name["dev-".Length..]}@{(isBot ? "webex.bot" : "example.com")}"],
                    Scopes = scopes.ToFrozenSet(),
                    Roles = roles.ToFrozenSet(),
                    Created = now,
                },
                cancellationToken);
        }
    }
}
