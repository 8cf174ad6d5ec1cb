using System.CommandLine;

namespace Ringback.Cli.Tokens;

/// <summary><c>ringback token revoke</c>.</summary>
internal static class RevokeTokenCommand
{
    /// <summary>The command with its argument and options.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The token's id, as 'ringback token list' shows it." };
        var access = new AdministratorAccess();
        var command = new Command("revoke", "End an access token at once. Webhooks that it made go on.") { id };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandFailure.ReportAsync(parsed, async () =>
        {
            using var client = access.Connect(parsed);
            await client.Tokens.RevokeAsync(TokenWords.FullId(parsed.GetRequiredValue(id)), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync("Revoked.");
        }));
        return command;
    }
}
