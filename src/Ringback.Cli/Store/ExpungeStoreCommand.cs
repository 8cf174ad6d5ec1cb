using System.CommandLine;
using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary><c>ringback store expunge</c>.</summary>
internal static class ExpungeStoreCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var person = new Option<string[]>("--person")
        {
            Description = "An id of the person, as events have it; may be given again for other forms of it.",
            HelpName = "ID",
            Required = true,
        };
        var email = new Option<string[]>("--email")
        {
            Description = "An address of the person, whose case does not matter; may be given again.",
            HelpName = "ADDRESS",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count; a server may be at work." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var access = new StoreAccess();
        var command = new Command(
            "expunge",
            "Remove all events that say something about a person, with their deliveries and attempts. The server has to be stopped.")
        {
            person, email, dryRun, json,
        };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreCommand.ReportAsync(parsed, () => RunAsync(
            access.Address(parsed), Search(parsed.GetRequiredValue(person), parsed.GetValue(email) ?? []),
            parsed.GetValue(dryRun), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellationToken)));
        return command;
    }

    private static PersonSearch Search(string[] ids, string[] emails) =>
        ids.Concat(emails).All(text => !string.IsNullOrWhiteSpace(text))
            ? new PersonSearch(ids, emails)
            : throw new CommandFailure("--person and --email need something in them.");

    private static async Task RunAsync(
        StoreAddress address, PersonSearch person, bool dryRun, bool asJson, TextWriter output,
        CancellationToken cancellationToken)
    {
        await using var store = await StoreOpening.OpenAsync(
            address, dryRun ? StoreUse.Look : StoreUse.Change, TimeProvider.System, cancellationToken);
        var rows = await new Expunger(store, person, dryRun).RunAsync(cancellationToken);
        await output.WriteLineAsync(asJson
            ? StoreJson.Of(new ExpungeReport(store.Place, dryRun, rows.Events, rows.Pending, rows.Attempts))
            : $"{(dryRun ? "Would remove" : "Removed")} {rows.Events} events, {rows.Pending} pending deliveries and "
                + $"{rows.Attempts} attempts from {store.Place}.");
    }
}
