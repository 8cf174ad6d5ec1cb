using System.CommandLine;
using System.Text.Json;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Flooding;

/// <summary>
/// The hidden command that is the flood's process, so that the load generator keeps its own time: floods from one line of
/// its input until the end of it, and says how many events were accepted.
/// </summary>
internal static class FloodCommand
{
    public const string Name = "flood";

    // The events of both kinds need ids of their own.
    private const int FirstHanging = 1_000_000_000;

    public static Command Build()
    {
        var command = new Command(Name, "Floods a server; started by the mode tenants.") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var plan = JsonSerializer.Deserialize<FloodPlan>((await Console.In.ReadLineAsync(cancellationToken))!)!;
        using var server = new ServerApi(plan.BaseUrl, new ServerTokens("", plan.Publisher, ""));
        using var enough = new CancellationTokenSource();
        var fast = PublishAsync(plan.FastCallers, new Workload(plan.Fast, 1), 0, null);
        var hanging = PublishAsync(
            plan.HangingCallers, new Workload(plan.Hanging, 1, plan.Fast), FirstHanging, plan.HangingPerSecond);
        await Console.In.ReadLineAsync(cancellationToken);
        await enough.CancelAsync();
        Console.WriteLine(await fast + await hanging);
        return 0;

        async Task<int> PublishAsync(int callers, Workload workload, int first, double? perSecond)
        {
            var publishers = new Publishers(server, workload)
            {
                Callers = callers,
                EventsPerSecond = perSecond,
                Tries = int.MaxValue,
                Enough = enough.Token,
            };
            return callers == 0 ? 0 : await publishers.PublishAsync(first, FirstHanging, cancellationToken);
        }
    }
}
