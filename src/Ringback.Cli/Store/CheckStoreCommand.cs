using System.CommandLine;
using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary><c>ringback store check</c>.</summary>
internal static class CheckStoreCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var access = new StoreAccess();
        var command = new Command(
            "check", "Check that a database is as it has to be. It changes nothing; a server may be at work. "
                + "Exit code 1 when something is wrong.") { json };
        access.AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreCommand.ReportAsync(parsed, () => RunAsync(
            access.Address(parsed), access.Folder(parsed), parsed.GetValue(json), parsed.InvocationConfiguration.Output,
            cancellationToken)));
        return command;
    }

    private static async Task RunAsync(
        StoreAddress address, string folder, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        await using var store = await StoreOpening.OpenAsync(address, StoreUse.Look, TimeProvider.System, cancellationToken);
        var findings = new List<Finding>();
        await foreach (var finding in StoreChecker.CheckAsync(store, folder, cancellationToken))
        {
            findings.Add(finding);
            if (!asJson)
            {
                await output.WriteLineAsync(Words(finding));
            }
        }

        var wrong = findings.Count(finding => !finding.IsFine);
        if (asJson)
        {
            await output.WriteLineAsync(StoreJson.Of(new CheckReport(store.Place, wrong == 0, findings)));
        }

        if (wrong > 0)
        {
            throw new CommandFailure($"{wrong} of {findings.Count} checks of {store.Place} found something wrong.");
        }

        if (!asJson)
        {
            await output.WriteLineAsync($"All is well in {store.Place}.");
        }
    }

    private static string Words(Finding finding) => finding.IsFine
        ? $"✔ {finding.Rule}."
        : $"✘ {finding.Rule}: not so {finding.Problems} times, {finding.Detail}.";
}
