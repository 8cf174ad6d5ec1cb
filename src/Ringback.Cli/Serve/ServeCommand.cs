using System.CommandLine;
using Ringback.Server;

namespace Ringback.Cli.Serve;

/// <summary><c>ringback serve</c>: runs the server until Ctrl-C or SIGTERM.</summary>
internal static class ServeCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "The data folder. Default ./ringback-data; also Ringback__Data.",
            HelpName = "DIR",
        };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "A PostgreSQL database instead of a file in the data folder: Host=db;Username=ringback;Database=ringback. "
                + "With a password rather in ConnectionStrings__Ringback, where a list of processes does not show it.",
            HelpName = "CONNECTION",
        };
        postgres.Validators.Add(static option =>
        {
            // An unset variable of a script must not mean another database.
            if (string.IsNullOrWhiteSpace(option.GetValueOrDefault<string?>()))
            {
                option.AddError("--postgres needs a connection string, as Host=db;Username=ringback;Database=ringback.");
            }
        });
        var urls = new Option<string?>("--urls")
        {
            Description = "Where to listen, separated by semicolons. Default http://127.0.0.1:5080; also ASPNETCORE_URLS.",
            HelpName = "URLS",
        };
        var dev = new Option<bool>("--dev")
        {
            Description = "For development: allows loopback and private targets and any certificate, makes an org with "
                + "tokens, prints them and writes them to dev.json in the data folder. Also Ringback__Dev=true.",
        };
        var catalogue = new Option<string?>("--catalogue")
        {
            Description = "A file with resources of your own, in addition to those of Webex. Also Ringback__Catalogue.",
            HelpName = "FILE",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "Whose rules hold where Webex's would lose callbacks: default or webex. Also Ringback__Profile.",
            HelpName = "NAME",
        };
        var command = new Command("serve", "Run the server.") { data, postgres, urls, dev, catalogue, profile };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ServerOptions
            {
                Data = parsed.GetValue(data),
                Postgres = parsed.GetValue(postgres),
                Urls = parsed.GetValue(urls),
                Dev = parsed.GetValue(dev) ? true : null,
                Catalogue = parsed.GetValue(catalogue),
                Profile = parsed.GetValue(profile),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = RingbackServer.Create(options);
            await server.StartAsync(Console.Out, cancellationToken);
            await server.WaitForStopAsync(cancellationToken);
            if (!server.HasLostStore)
            {
                return ExitCodes.Success;
            }

            await Console.Error.WriteLineAsync("ringback: Another process has taken over the database; this one has stopped.");
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop before it had started.
            return ExitCodes.Success;
        }
        catch (Exception error) when (StartFailure.Describe(error) is { } line)
        {
            await Console.Error.WriteLineAsync($"ringback: {line}");
            return ExitCodes.Failure;
        }
    }
}
