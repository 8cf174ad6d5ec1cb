using System.CommandLine;

namespace Ringback.Cli.Store;

/// <summary>
/// <c>ringback store</c>: looks after databases. It works on them directly, since a server has to be stopped for most of this,
/// and may not be able to start when it is needed most.
/// </summary>
internal static class StoreCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("store", "Move, check, back up and clean databases. Exit code 1 is a failure.")
    {
        CopyStoreCommand.Create(),
        CheckStoreCommand.Create(),
        BackupStoreCommand.Create(),
        ExpungeStoreCommand.Create(),
    };

    /// <summary>Runs a command's action; what databases can do wrong is told in one line.</summary>
    public static Task<int> ReportAsync(ParseResult parsed, Func<Task> action) => CommandFailure.ReportAsync(parsed, async () =>
    {
        try
        {
            await action();
        }
        catch (Exception error) when (Storage.Maintenance.StoreOpening.Describe(error) is { } line)
        {
            throw new CommandFailure(line);
        }
    });
}
