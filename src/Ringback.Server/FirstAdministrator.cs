using System.Collections.Frozen;
using System.Text;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Ids;

namespace Ringback.Server;

/// <summary>Gives a new installation its first token, in a file of the data folder that only its owner can read.</summary>
internal static class FirstAdministrator
{
    private const string FileName = "admin-token";

    /// <summary>Makes the token when the installation has none at all; the file's path then, else null.</summary>
    public static async Task<string?> EnsureAsync(
        TokenRegistry tokens, string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!tokens.IsEmpty)
        {
            return null;
        }

        var now = time.GetMillisecond();
        var id = Guid.CreateVersion7(now);
        var token = TokenSecret.Create();
        var path = Path.Combine(dataFolder, FileName);
        PrivateFile.Write(path, Encoding.UTF8.GetBytes(token));

        // Crash point: the file names a token that does not exist; the next start finds no token and writes a new one.
        await tokens.AddAsync(
            token,
            new Principal
            {
                TokenId = id,
                Name = "administrator",
                PersonId = WebexId.Create(WebexIdTypes.People, Guid.CreateVersion7(now)),
                OrgId = WebexId.Create(WebexIdTypes.Organization, Guid.CreateVersion7(now)),
                AppId = WebexId.CreateApplication(id),
                DisplayName = "Administrator",
                Scopes = new[] { AccessScopes.All, AccessScopes.Administer, AccessScopes.Publish }.ToFrozenSet(),
                Roles = new[] { AccessRoles.Admin }.ToFrozenSet(),
                Created = now,
            },
            cancellationToken);
        return path;
    }
}
