using System.CommandLine;
using System.Text.Json;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
using Spectre.Console;

namespace Ringback.Cli.Tokens;

/// <summary><c>ringback token list</c>.</summary>
internal static class ListTokensCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the answer of the API." };
        var access = new AdministratorAccess();
        var command = new Command("list", "List all access tokens, newest first.") { json };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandFailure.ReportAsync(parsed, async () =>
        {
            using var client = access.Connect(parsed);
            var tokens = await client.Tokens.ListAsync(cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                var list = new AccessTokenList(tokens);
                await output.WriteLineAsync(JsonSerializer.Serialize(list, RingbackJson.Options));
            }
            else
            {
                Terminal.Over(output).Write(TableOf(tokens, TimeProvider.System.GetUtcNow()));
            }
        }));
        return command;
    }

    private static Table TableOf(IReadOnlyList<AccessToken> tokens, DateTimeOffset now)
    {
        var table = new Table().RoundedBorder();
        table.AddColumns("Name", "Speaks for", "Scopes", "Roles", "State");
        table.AddColumn(new TableColumn("Id").NoWrap());
        foreach (var token in tokens)
        {
            table.AddRow(new[]
            {
                token.Name,
                token.PersonType == "bot" ? $"{token.DisplayName} (bot)" : token.DisplayName,
                string.Join('\n', token.Scopes),
                string.Join('\n', token.Roles),
                TokenWords.State(token, now),
                TokenWords.ShortId(token.Id),
            }.Select(cell => new Text(cell)).ToArray<Spectre.Console.Rendering.IRenderable>());
        }

        return table;
    }
}
