using System.CommandLine;
using Ringback.Client;

namespace Ringback.Cli.Tokens;

/// <summary>The options that say which server to talk to, and with whose token.</summary>
internal sealed class AdministratorAccess
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const string DefaultData = "./ringback-data";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"Where the server is. Default RINGBACK_URL, else {DefaultUrl}.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "An administrator's token. Default RINGBACK_TOKEN, else the one in the data folder.",
        HelpName = "TOKEN",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"The server's data folder, to read admin-token or dev.json in. Default {DefaultData}.",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_token);
        command.Options.Add(_data);
    }

    /// <summary>A client for the server that the command line names.</summary>
    /// <exception cref="CommandFailure">There is no token, or the address is not a URL.</exception>
    public RingbackClient Connect(ParseResult parsed)
    {
        var url = parsed.GetValue(_url) ?? Variable("RINGBACK_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandFailure($"\"{url}\" is not an http or https URL.");
        }

        var token = parsed.GetValue(_token) ?? Variable("RINGBACK_TOKEN")
            ?? SavedTokens.Administrator(parsed.GetValue(_data) ?? DefaultData);
        return !string.IsNullOrWhiteSpace(token) && !token.Any(char.IsControl)
            ? new RingbackClient(address, token)
            : throw new CommandFailure("The token is empty, or has more than one line.");
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
