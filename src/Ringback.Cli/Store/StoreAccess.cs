using System.CommandLine;
using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary>The options that say which database is meant: the same as those of <c>ringback serve</c>.</summary>
internal sealed class StoreAccess
{
    private const string DefaultData = "./ringback-data";

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"The data folder, which also holds the key for secrets. Default {DefaultData}; also Ringback__Data.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "The PostgreSQL database, as Host=db;Username=ringback;Database=ringback. Also ConnectionStrings__Ringback. "
            + "Default SQLite in the data folder.",
        HelpName = "TEXT",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_postgres);
    }

    /// <summary>The data folder of the command: its option, the environment's, or the default.</summary>
    public string Folder(ParseResult parsed) => parsed.GetValue(_data) ?? Variable("Ringback__Data") ?? DefaultData;

    /// <summary>The database of the command: PostgreSQL when a connection string is given, else the file in the data folder.</summary>
    /// <exception cref="CommandFailure">The connection string is empty.</exception>
    public StoreAddress Address(ParseResult parsed)
    {
        var given = parsed.GetValue(_postgres);
        if (given is not null && string.IsNullOrWhiteSpace(given))
        {
            throw new CommandFailure("--postgres needs a connection string, as Host=db;Username=ringback;Database=ringback.");
        }

        return (given ?? Variable("ConnectionStrings__Ringback")) is { } connection
            ? new StoreAddress(connection, IsPostgres: true)
            : new StoreAddress(Folder(parsed), IsPostgres: false);
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
