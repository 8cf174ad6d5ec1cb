using System.CommandLine;
using Ringback.Cli.Serve;

var root = new RootCommand("Webhooks with the API of the Cisco Webex Webhooks API, on your own machine.")
{
    ServeCommand.Create(),
};

// After Ctrl-C or SIGTERM a server finishes what is in flight within limits of its own; the library's would be 2 seconds.
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) };
return await root.Parse(args).InvokeAsync(patient);
