using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Ringback.Server.Tests.OpenApi;

namespace Ringback.Server.Tests;

/// <summary>A server inside the test's process, on a real socket and with a data folder of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly RingbackServer _server;
    private readonly bool _ownsFolder;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };
    private readonly DescriptionCheck _check;
    private readonly List<HttpClient> _clients = [];
    private bool _isStopped;

    private RunningServer(RingbackServer server, string dataFolder, bool ownsFolder)
    {
        _server = server;
        _ownsFolder = ownsFolder;
        DataFolder = dataFolder;
        BaseUrl = new Uri(server.BaseUrl + "/");
        _check = new DescriptionCheck(_handler, BaseUrl);
        ReadTokens();
        Anonymous = NewClient();
    }

    /// <summary>Where it listens, with a slash at the end and without <c>v1</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The data folder; removed at the end unless the test brought it.</summary>
    public string DataFolder { get; }

    /// <summary>The token of the org's administrator.</summary>
    public string AdminToken { get; private set; } = "";

    /// <summary>The token of a person; empty on a server that is not for development.</summary>
    public string PersonToken { get; private set; } = "";

    /// <summary>The token of a bot; empty on a server that is not for development.</summary>
    public string BotToken { get; private set; } = "";

    /// <summary>The token of a publisher; empty on a server that is not for development.</summary>
    public string PublisherToken { get; private set; } = "";

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Starts a development server on a free port.</summary>
    /// <param name="settings">
    /// By configuration keys; <c>Ringback:Dev</c> = <c>false</c> makes it one for production.
    /// </param>
    /// <param name="dataFolder">
    /// An existing folder, which is kept; null for a new one, which is removed at the end.
    /// </param>
    /// <param name="mapPages">Maps what is beside the API; null for nothing.</param>
    public static async Task<RunningServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, string? dataFolder = null,
        Action<IEndpointRouteBuilder>? mapPages = null)
    {
        var folder = dataFolder ?? Directory.CreateTempSubdirectory("ringback-test-").FullName;
        var all = new Dictionary<string, string?>
        {
            ["Ringback:Dev"] = "true",
            ["ConnectionStrings:Ringback"] = await TestStore.ConnectionOfAsync(folder),
            ["Logging:LogLevel:Default"] = "Critical",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Critical",
            ["Logging:LogLevel:Ringback.Delivery"] = "Critical",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        var server = RingbackServer.Create(
            new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Settings = all }, mapPages ?? (static _ => { }));
        try
        {
            await server.StartAsync(TextWriter.Null, CancellationToken.None);
            return new RunningServer(server, folder, dataFolder is null);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client whose requests carry a token; relative addresses start at <see cref="BaseUrl"/>.</summary>
    public HttpClient As(string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Stops it as Ctrl-C would; what is in flight finishes within the grace time.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _server.StopAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
        }

        _check.Dispose();
        _handler.Dispose();
        await StopAsync();
        await _server.DisposeAsync();
        if (_ownsFolder)
        {
            await TestStore.RemoveAsync(DataFolder);
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    private HttpClient NewClient()
    {
        var client = new HttpClient(_check, disposeHandler: false) { BaseAddress = BaseUrl, Timeout = Limits.Signal };
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    private void ReadTokens()
    {
        if (File.Exists(Path.Combine(DataFolder, "dev.json")))
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(DataFolder, "dev.json")));
            var tokens = file.RootElement.GetProperty("tokens");
            AdminToken = tokens.GetProperty("admin").GetString()!;
            PersonToken = tokens.GetProperty("person").GetString()!;
            BotToken = tokens.GetProperty("bot").GetString()!;
            PublisherToken = tokens.GetProperty("publisher").GetString()!;
        }
        else
        {
            AdminToken = File.ReadAllText(Path.Combine(DataFolder, "admin-token"));
        }
    }
}
