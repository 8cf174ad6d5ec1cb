using System.CommandLine;
using Ringback.Storage.Sqlite;

namespace Ringback.Cli.Store;

/// <summary><c>ringback store backup</c>.</summary>
internal static class BackupStoreCommand
{
    private const string PostgresAdvice = "A PostgreSQL database is backed up with pg_dump: "
        + "pg_dump --format=custom --file=ringback.dump …; keep secrets.key of the data folder with it.";

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Description = "Where to: a folder, which then is a data folder, or a file whose name ends with .db.",
            HelpName = "DIR|FILE",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var access = new StoreAccess();
        var command = new Command(
            "backup", "Write a backup of the SQLite database and its key while the server goes on. "
                + "PostgreSQL has pg_dump for that.") { to, json };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreCommand.ReportAsync(parsed, async () =>
        {
            if (access.Address(parsed).IsPostgres)
            {
                throw new CommandFailure(PostgresAdvice);
            }

            var files = await Task.Run(
                () => SqliteBackup.Write(access.Folder(parsed), parsed.GetRequiredValue(to)), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? StoreJson.Of(files)
                : $"Written: {files.Database} ({files.Bytes} bytes) and {files.Key ?? "no key, since there is none yet"}.");
        }));
        return command;
    }
}
