using System.Net.Http.Headers;
using System.Text.Json;
using Ringback.Server.Tests.OpenApi;

namespace Ringback.Server.Tests;

/// <summary>
/// The program itself as a process of its own: <c>ringback serve --dev</c> on a free port. It can be killed without a
/// word and started again on the same data.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string? _ownFolder;
    private readonly string _database;
    private readonly SocketsHttpHandler _handler = new() { PooledConnectionLifetime = TimeSpan.FromSeconds(30) };
    private DescriptionCheck? _check;
    private RingbackProcess? _process;

    private ServerProcess(string dataFolder, string? ownFolder, string database)
    {
        DataFolder = dataFolder;
        _ownFolder = ownFolder;
        _database = database;
    }

    /// <summary>The data folder, the same over restarts.</summary>
    public string DataFolder { get; }

    /// <summary>Where it listens now, with a slash at the end; a restart moves it to another port.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/");

    /// <summary>How many files it may have open when it is started; null for as many as the tests.</summary>
    public int? Files { get; init; }

    /// <summary>The process that runs now.</summary>
    public RingbackProcess Current => _process ?? throw new InvalidOperationException("Not started.");

    /// <summary>Makes one and starts it.</summary>
    public static Task<ServerProcess> StartNewAsync(params string[] settings) => StartNewWithFilesAsync(null, settings);

    /// <summary>Makes one that may have only so many files open, and starts it.</summary>
    public static async Task<ServerProcess> StartNewWithFilesAsync(int? files, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        var data = Path.Combine(folder, "data");
        var server = new ServerProcess(data, folder, await TestStore.ConnectionOfAsync(data)) { Files = files };
        await server.StartAsync(settings);
        return server;
    }

    /// <summary>Makes one on a data folder, which is kept, and a database; an empty connection string is for SQLite.</summary>
    public static async Task<ServerProcess> StartOnAsync(string dataFolder, string database, params string[] settings)
    {
        var server = new ServerProcess(dataFolder, null, database);
        await server.StartAsync(settings);
        return server;
    }

    /// <summary>Starts it on its data; settings are <c>Key=value</c> of the environment.</summary>
    public async Task StartAsync(params string[] settings)
    {
        string[] arguments = ["serve", "--dev", "--data", DataFolder, "--urls", "http://127.0.0.1:0"];
        string[] all = [$"ConnectionStrings__Ringback={_database}", .. settings];
        _process = Files is { } files
            ? RingbackProcess.StartWithFiles(files, arguments, all)
            : RingbackProcess.Start(arguments, all);
        await _process.Ready;
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(DataFolder, "dev.json")));
        BaseUrl = new Uri(file.RootElement.GetProperty("baseUrl").GetString() + "/");
        _check = new DescriptionCheck(_handler, BaseUrl);
        using var client = NewClient();
        using var ready = await client.GetAsync(new Uri("health/ready", UriKind.Relative));
        ready.EnsureSuccessStatusCode();
        await _check.ReadAsync();
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        Current.Kill();
        await Current.Exited.WithinAsync("end of the process");
    }

    /// <summary>One of the tokens of <c>dev.json</c>: admin, person, bot or publisher.</summary>
    public string Token(string who)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(DataFolder, "dev.json")));
        return file.RootElement.GetProperty("tokens").GetProperty(who).GetString()!;
    }

    /// <summary>A client of the process that runs now, with one of the tokens of <c>dev.json</c>.</summary>
    public HttpClient As(string who)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(who));
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
            _process.Dispose();
        }

        _check?.Dispose();
        _handler.Dispose();
        if (_ownFolder is not null)
        {
            await TestStore.RemoveAsync(DataFolder);
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    private HttpClient NewClient() =>
        new(_check!, disposeHandler: false) { BaseAddress = BaseUrl, Timeout = Limits.Signal };
}
