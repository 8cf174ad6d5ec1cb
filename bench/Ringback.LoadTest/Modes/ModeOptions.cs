using System.CommandLine;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Modes;

/// <summary>The options that more than one mode has, each made once for each command.</summary>
internal sealed class ModeOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "End with one JSON object on the last line." };
    private readonly Option<int> _runs = new("--runs")
    {
        Description = "Measure so many times and report the medians.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _store = new("--store")
    {
        Description = "Where the server keeps its data: sqlite, or postgres in a cluster of its own.",
        DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<FileInfo?> _server = new("--server")
    {
        Description = "Ringback.Cli.dll to measure, instead of the one built beside this program.",
    };

    private readonly Option<FileInfo?> _against = new("--against")
    {
        Description = "Another Ringback.Cli.dll to measure in turns with the first: the order changes with each of --runs.",
    };

    public ModeOptions(Command command, bool needsServer = true)
    {
        command.Options.Add(_json);
        command.Options.Add(_runs);
        if (needsServer)
        {
            command.Options.Add(_store);
            command.Options.Add(_server);
            command.Options.Add(_against);
        }
    }

    /// <summary>Adds a whole number with a default to a command.</summary>
    public static Option<int> Number(Command command, string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        command.Options.Add(option);
        return option;
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public int Runs(ParseResult parsed) => Math.Max(1, parsed.GetValue(_runs));

    /// <summary>The server to measure; throws when it is not built or the store is not one that it has.</summary>
    public MeasuredServer Server(ParseResult parsed)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var built = Path.Combine(AppContext.BaseDirectory, "..", "..", "Ringback.Cli", configuration, "Ringback.Cli.dll");
        return Server(parsed, parsed.GetValue(_server)?.FullName ?? built);
    }

    /// <summary>The server that it is compared with; null when there is none.</summary>
    public MeasuredServer? Against(ParseResult parsed)
        => parsed.GetValue(_against) is { } file ? Server(parsed, file.FullName) : null;

    private MeasuredServer Server(ParseResult parsed, string path)
    {
        var store = parsed.GetValue(_store)!;
        if (store is not (MeasuredServer.Sqlite or MeasuredServer.Postgres))
        {
            throw new LoadTestException($"There is no store '{store}'; sqlite and postgres can be measured.");
        }

        return File.Exists(path)
            ? new MeasuredServer(Path.GetFullPath(path), store)
            : throw new LoadTestException($"No server at {Path.GetFullPath(path)}; name one by --server.");
    }
}
