using System.CommandLine;
using Ringback.Cli.Serve;

var root = new RootCommand("Webhooks with the API of the Cisco Webex Webhooks API, on your own machine.")
{
    ServeCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
