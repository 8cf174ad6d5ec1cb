using System.CommandLine;
using System.Globalization;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Modes;

/// <summary>Whether a publish stays as fast, and the server as small, when many more webhooks are registered.</summary>
internal sealed record ScaleMode(MeasuredServer Server, int[] Sizes, int Fanout, Turns Turns)
{
    private const int TurnSeconds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var command = new Command("scale", "Publishes to servers with more and more registered webhooks.");
        var options = new ModeOptions(command);
        var sizes = new Option<int[]>("--sizes")
        {
            Description = "Numbers of webhooks, with commas between them.",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(Size)],
            DefaultValueFactory = _ => [1_000, 10_000, 100_000, 1_000_000],
        };
        command.Options.Add(sizes);
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second.");
        var rounds = ModeOptions.Number(command, "--rounds", 15, $"Turns of {TurnSeconds} s that each server has.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 10, "Seconds before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new ScaleMode(
                server,
                parsed.GetValue(sizes)!,
                parsed.GetValue(fanout),
                new Turns(parsed.GetValue(rate), parsed.GetValue(warmUp), TurnSeconds, parsed.GetValue(rounds)))
                .MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private static int Size(string text)
        => int.TryParse(text, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new LoadTestException($"'{text}' is not a number of webhooks.");

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var servers = new List<ComparedServer>();
        try
        {
            foreach (var size in Sizes)
            {
                servers.Add(await ComparedServer.StartAsync(
                    Server, new Workload(size, Fanout), webhook => $"/w/{webhook}", cancellationToken));

                // Started again, so that neither memory nor start-up time is that of the registering.
                await servers[^1].RestartAsync(cancellationToken);
                Report.Progress($"{size:N0} webhooks registered in {servers[^1].Registered.TotalSeconds:N1} s, "
                    + $"started with in {servers[^1].StartUp.TotalSeconds:N1} s");
            }

            await ComparedServer.WarmUpAsync(servers, Turns, Patience, cancellationToken);
            await ComparedServer.TakeTurnsAsync(servers, Turns, cancellationToken);
            var sizes = new List<Figures>();
            foreach (var server in servers)
            {
                sizes.Add(await FiguresAsync(server, cancellationToken));
            }

            return new Figures
            {
                { "mode", "scale" },
                { "store", Server.Store },
                { "fanout", (long)Fanout },
                { "ratePerSecond", (long)Turns.Rate },
                { "publishP50Ratio", servers[^1].Publish.Milliseconds(50) / servers[0].Publish.Milliseconds(50) },
                { "rssMiB", ProcessFigures.PeakMemory(servers[^1].Server.ProcessId) },
                { "startUpSeconds", servers[^1].StartUp.TotalSeconds },
                { "sizes", sizes },
            };
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<Figures> FiguresAsync(ComparedServer server, CancellationToken cancellationToken)
    {
        var (lost, duplicates) = await server.CountAsync(Patience, cancellationToken);
        return new Figures
        {
            { "webhooks", (long)server.Workload.Webhooks },
            { "registerSeconds", server.Registered.TotalSeconds },
            { "startUpSeconds", server.StartUp.TotalSeconds },
            { "publishP50Ms", server.Publish.Milliseconds(50) },
            { "publishP99Ms", server.Publish.Milliseconds(99) },
            { "matchedPerEvent", (double)server.Matched / server.Starts.Count },
            { "rssMiB", ProcessFigures.PeakMemory(server.Server.ProcessId) },
            { "lost", lost },
            { "duplicates", duplicates },
        };
    }
}
