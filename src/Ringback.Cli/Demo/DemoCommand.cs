using System.CommandLine;

namespace Ringback.Cli.Demo;

/// <summary><c>ringback demo</c>: the whole service in one command, checked.</summary>
internal static class DemoCommand
{
    /// <summary>The command with its option.</summary>
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Go on serving when the demo is over." };
        var command = new Command("demo", "Register webhooks, publish events, check every callback.") { keep };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var holds = false;
            var output = parsed.InvocationConfiguration.Output;
            var exitCode = await CommandFailure.ReportAsync(parsed, async () =>
                holds = await RunAsync(output, parsed.GetValue(keep), TimeProvider.System, cancellationToken));
            return holds ? exitCode : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<bool> RunAsync(
        TextWriter output, bool keep, TimeProvider time, CancellationToken cancellationToken)
    {
        var report = new DemoReport(output);
        await using var server = await DemoServer.StartAsync(cancellationToken);
        await using var demo = new DemoRun(server, report, time);
        var outcome = await demo.RunAsync(cancellationToken);
        report.Ended(outcome);
        if (keep)
        {
            report.Kept(server.BaseUrl, server.TokensFile);
            await demo.KeepAsync(cancellationToken);
        }

        return outcome.Holds;
    }
}
