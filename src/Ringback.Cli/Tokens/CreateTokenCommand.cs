using System.CommandLine;
using System.Text.Json;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Tokens;

/// <summary><c>ringback token create</c>.</summary>
internal static class CreateTokenCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var name = Text("--name", "What the token is for.", "TEXT");
        var person = Text("--person", "The id of the person that it speaks for. Default a new one.", "ID");
        var org = Text("--org", "The id of the person's org. Default the administrator's own.", "ID");
        var app = Text("--app", "The id of the app that uses it. Default a new one.", "ID");
        var bot = new Option<bool>("--bot") { Description = "It speaks for a bot." };
        var displayName = Text("--display-name", "The person's name. Default the token's.", "TEXT");
        var emails = Words("--email", "An address of the person; may be given again.", "ADDRESS");
        var scopes = Words(
            "--scope",
            "What it may do; may be given again: spark:all (all webhooks of a person), spark:messages_read and the like, "
                + "ringback:publish, ringback:admin.",
            "SCOPE");
        var roles = Words("--role", "A role of the person; may be given again: admin (webhooks of the org).", "ROLE");
        var expires = new Option<DateTimeOffset?>("--expires")
        {
            Description = "When it stops working: 30d, 12h, 2030-12-31. Default never.",
            HelpName = "WHEN",
            CustomParser = result => Expiry.Parse(result, TimeProvider.System),
        };
        var json = new Option<bool>("--json") { Description = "Print the answer of the API." };
        var access = new AdministratorAccess();
        var command = new Command("create", "Make an access token and print it, once.")
        {
            name, person, org, app, bot, displayName, emails, scopes, roles, expires, json,
        };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandFailure.ReportAsync(parsed, async () =>
        {
            using var client = access.Connect(parsed);
            var created = await client.Tokens.CreateAsync(
                new CreateTokenRequest
                {
                    Name = parsed.GetValue(name),
                    PersonId = parsed.GetValue(person),
                    OrgId = parsed.GetValue(org),
                    AppId = parsed.GetValue(app),
                    PersonType = parsed.GetValue(bot) ? "bot" : null,
                    DisplayName = parsed.GetValue(displayName),
                    Emails = parsed.GetValue(emails),
                    Scopes = parsed.GetValue(scopes),
                    Roles = parsed.GetValue(roles),
                    ExpiresAt = parsed.GetValue(expires),
                },
                cancellationToken);
            Print(created, parsed.GetValue(json), parsed.InvocationConfiguration.Output);
        }));
        return command;
    }

    private static Option<string?> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };

    private static Option<string[]?> Words(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = true };

    private static void Print(CreatedAccessToken token, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(token, RingbackJson.Options));
            return;
        }

        Add("token", token.Token);
        Add("id", TokenWords.ShortId(token.Id));
        Add("name", token.Name);
        Add("speaks for", $"{token.DisplayName} ({token.PersonType})");
        Add("person", token.PersonId);
        Add("org", token.OrgId);
        Add("app", token.AppId);
        Add("scopes", token.Scopes.Count == 0 ? "none: it can only ask who it is" : string.Join(", ", token.Scopes));
        Add("roles", token.Roles.Count == 0 ? "none" : string.Join(", ", token.Roles));
        Add("expires", token.ExpiresAt is { } date ? TokenWords.Time(date) : "never");
        output.WriteLine("The token itself is shown only now.");

        void Add(string word, string value) => output.WriteLine($"{word,-12}{value}");
    }
}
