using System.CommandLine;
using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary><c>ringback store copy</c>.</summary>
internal static class CopyStoreCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var from = Store("--from", "Where everything is: a data folder, or a connection string of PostgreSQL (Host=…).");
        var to = Store("--to", "Where it shall go: a folder without a database, or an empty PostgreSQL database (Host=…).");
        var key = new Option<string?>("--key")
        {
            Description = "The file secrets.key of the server, when --from is PostgreSQL and the target folder lacks it.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print only the result, as JSON." };
        var command = new Command(
            "copy",
            "Copy everything from one database to another and compare them. No server may use either. "
                + "When it was interrupted, the same command goes on.")
        {
            from, to, key, json,
        };
        command.SetAction((parsed, cancellationToken) => StoreCommand.ReportAsync(parsed, () => RunAsync(
            StoreAddress.Parse(parsed.GetRequiredValue(from)), StoreAddress.Parse(parsed.GetRequiredValue(to)),
            parsed.GetValue(key), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellationToken)));
        return command;
    }

    private static Option<string> Store(string name, string description) =>
        new(name) { Description = description, HelpName = "DIR|TEXT", Required = true };

    private static async Task RunAsync(
        StoreAddress from, StoreAddress to, string? key, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        if (key is not null && !File.Exists(key))
        {
            throw new CommandFailure($"There is no file {key}.");
        }

        await using var source = await StoreOpening.OpenAsync(from, StoreUse.Source, TimeProvider.System, cancellationToken);
        await using var target = await StoreOpening.OpenAsync(to, StoreUse.Target, TimeProvider.System, cancellationToken);
        if (!to.IsPostgres)
        {
            var sourceKey = key ?? (from.IsPostgres ? null : SecretKeyTransfer.PathIn(from.Text));
            await SecretKeyTransfer.EnsureAsync(source, sourceKey, to.Text, cancellationToken);
        }

        var tables = await CopyDisplay.RunAsync(
            asJson ? TextWriter.Null : output,
            progress => new StoreCopier(source, target, progress).RunAsync(cancellationToken));
        var report = new CopyReport(source.Place, target.Place, tables, KeyAdvice(from, to));
        if (asJson)
        {
            await output.WriteLineAsync(StoreJson.Of(report));
            return;
        }

        foreach (var table in tables)
        {
            await output.WriteLineAsync($"  {table.Table,-16}{table.Rows,12} rows  checksum {table.Checksum}");
        }

        await output.WriteLineAsync($"All of {report.From} is in {report.To}, compared row by row.");
        await output.WriteLineAsync(report.Key);
    }

    private static string KeyAdvice(StoreAddress from, StoreAddress to) => (from.IsPostgres, to.IsPostgres) switch
    {
        (_, false) => $"The key for webhook secrets is in {SecretKeyTransfer.PathIn(to.Text)}, if there is any secret.",
        (false, true) => "The key for webhook secrets is not in PostgreSQL: start the server with "
            + $"--data {from.Text}, or copy {SecretKeyTransfer.PathIn(from.Text)} into the data folder that it will have.",
        (true, true) => "The key for webhook secrets is not in PostgreSQL: the server needs the same secrets.key "
            + "in its data folder as before.",
    };
}
