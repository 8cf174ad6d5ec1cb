using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ringback.Cli.Demo;
using Ringback.Cli.Serve;
using Ringback.Cli.Store;
using Ringback.Cli.Tokens;

// No RootCommand: help would call it by the name of the assembly.
var root = new Command("ringback", "Webhooks with the API of the Cisco Webex Webhooks API, on your own machine.")
{
    new HelpOption { Recursive = true },
    new VersionOption(),
    ServeCommand.Create(),
    DemoCommand.Create(),
    TokenCommand.Create(),
    StoreCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction mistake)
{
    mistake.ShowHelp = false;
}

// After Ctrl-C or SIGTERM a server finishes what is in flight within limits of its own; the library's would be 2 seconds.
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) };
return await parsed.InvokeAsync(patient);
