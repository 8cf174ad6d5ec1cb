using System.Globalization;
using Ringback.Cli.Serve;
using Ringback.Client;
using Ringback.Server;

namespace Ringback.Cli.Demo;

/// <summary>A development server inside this process, on a free port and a temporary folder that goes with it.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    // Settings of the environment may name these, and would win over the default.
    private static readonly string[] NoisyCategories =
        ["Microsoft", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Ringback", "Ringback.Delivery"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringback-demo-");
    private readonly RingbackServer _server;

    private DemoServer() => _server = RingbackServer.Create(new ServerOptions
    {
        Data = _folder.FullName,
        Urls = "http://127.0.0.1:0",
        Dev = true,
        Settings = Settings(),
    });

    /// <summary>The waits between attempts: much shorter than the default, so that a retry can be watched.</summary>
    public static IReadOnlyList<TimeSpan> RetryWaits { get; } =
        [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>The address of the API.</summary>
    public Uri BaseUrl => new(_server.BaseUrl + "/v1");

    /// <summary>The file with the tokens.</summary>
    public string TokensFile => SavedTokens.DevFile(_folder.FullName);

    /// <summary>Ends when the server has stopped because it was told to.</summary>
    public Task WaitForStopAsync(CancellationToken stop) => _server.WaitForStopAsync(stop);

    /// <summary>Starts a server whose data is in a temporary folder.</summary>
    /// <exception cref="CommandFailure">It cannot start here.</exception>
    public static async Task<DemoServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new DemoServer();
        try
        {
            await server._server.StartAsync(TextWriter.Null, cancellationToken);
            return server;
        }
        catch (Exception error)
        {
            await server.DisposeAsync();
            throw StartFailure.Describe(error) is { } line ? new CommandFailure(line) : error;
        }
    }

    /// <summary>A client with the token of <c>admin</c>, <c>person</c>, <c>bot</c> or <c>publisher</c>.</summary>
    public RingbackClient ClientOf(string part) => new(BaseUrl, SavedTokens.Development(_folder.FullName, part));

    /// <summary>Stops it, lets attempts in flight finish, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" };
        foreach (var category in NoisyCategories)
        {
            settings[$"Logging:LogLevel:{category}"] = "None";
        }

        for (var i = 0; i < RetryWaits.Count; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"Ringback:Delivery:RetryWaits:{i}");
            settings[key] = RetryWaits[i].ToString("c");
        }

        return settings;
    }
}
