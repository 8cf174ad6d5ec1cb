using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>Random and mutated requests over all routes, over raw sockets.</summary>
/// <remarks>
/// The environment's <c>RINGBACK_FUZZ_SEED</c> and <c>RINGBACK_FUZZ_REQUESTS</c> choose other requests, or more of them.
/// </remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Connections = 8;
    private const int Pipelined = 16;

    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentQueue<string> _faults = new();

    [Fact, WebexRow("4.3", "423, 428")]
    public async Task No_request_gets_a_5xx_or_a_hang_or_an_error_without_message_and_trackingId()
    {
        var seed = Setting("RINGBACK_FUZZ_SEED", 20260131);
        var count = Setting("RINGBACK_FUZZ_REQUESTS", 200_000);
        await using var server = await RunningServer.StartAsync();
        var tokens = await PrepareAsync(server);
        var routes = await FuzzRoutes.ReadAsync(server);

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(
            () => RunAsync(server.BaseUrl, new RequestGenerator((seed * Connections) + i, routes, tokens), count / Connections))));

        var statuses = _statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}");
        output.WriteLine($"Seed {seed}: {string.Join(", ", statuses)}");
        Assert.True(_faults.IsEmpty, $"Seed {seed}, {_faults.Count} faults; the first:\n{string.Join("\n\n", _faults.Take(3))}");
        Assert.InRange(_statuses.Where(pair => pair.Key is >= 200 and < 300).Sum(pair => pair.Value), count / 10, count);
    }

    private async Task RunAsync(Uri server, RequestGenerator requests, int count)
    {
        using var connection = new FuzzConnection(server);
        for (var sent = 0; sent < count && _faults.IsEmpty;)
        {
            var batch = requests.Next(Pipelined);
            sent += batch.Count;
            using var limit = new CancellationTokenSource(Limits.Signal);
            var answered = 0;
            try
            {
                await connection.SendAsync(
                    batch,
                    (request, response) =>
                    {
                        answered++;
                        Check(request, response, requests);
                    },
                    limit.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                _faults.Enqueue($"{(error is IOException ? error.Message : "a hang")} at\n{batch[Math.Min(answered, batch.Count - 1)]}");
            }
        }
    }

    private void Check(FuzzRequest request, FuzzResponse? response, RequestGenerator requests)
    {
        if (response is null)
        {
            if (!request.IsAlone)
            {
                _faults.Enqueue($"no answer to\n{request}");
            }

            return;
        }

        _statuses.AddOrUpdate(response.Status, 1, (_, count) => count + 1);
        if (response.Fault(request.Method) is { } fault && !(request.IsAlone && response.Status == 400))
        {
            _faults.Enqueue($"{fault}:\n{request}\n→ {response}");
        }

        if (response.Status == 200 && request.Method == "POST")
        {
            using var json = JsonDocument.Parse(response.Body);
            requests.Learn(json.RootElement.GetProperty("id").GetString()!);
        }
    }

    private static async Task<List<string>> PrepareAsync(RunningServer server)
    {
        var one = await Tenant.NewAsync(server);
        var other = await Tenant.NewAsync(server);
        var watched = new[]
        {
            ("messages", "all", "roomId=r1"), ("messages", "created", "mentionedPeople=me"), ("messages", "all", "hasFiles=true"),
            ("telephony_calls", "all", "number=%2B1"), ("all", "all", ""), ("memberships", "created", "isModerator=false"),
        };
        foreach (var (resource, @event, filter) in watched)
        {
            await other.Person.RegisterAsync(new Uri("http://127.0.0.1:9/"), new { resource, @event, filter });
        }

        return [other.Publisher.Token, server.AdminToken, one.Person.Token, one.Admin.Token, one.Bot.Token, one.Colleague.Token];
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value : standard;
}
