using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ringback.TestDatabase;

namespace Ringback.LoadTest.Server;

/// <summary>
/// A Ringback server in a process and a temporary folder of its own; killed and removed when disposed.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly string _assembly;
    private readonly PostgresCluster? _cluster;
    private readonly string? _database;
    private readonly IReadOnlyList<string> _environment;
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-load-").FullName;
    private Process _process;
    private ServerApi? _api;

    private ServerProcess(
        string assembly, PostgresCluster? cluster, string? database, IReadOnlyList<string> environment)
    {
        _assembly = assembly;
        _cluster = cluster;
        _database = database;
        _environment = environment;
        _process = Launch();
    }

    public string BaseUrl { get; } = $"http://127.0.0.1:{FreePort()}";

    public int ProcessId => _process.Id;

    /// <summary>The connection string of its database; null when it is embedded.</summary>
    public string? Database => _database;

    /// <summary>The folder of its database's files.</summary>
    public string DatabaseFolder => _cluster?.DataFolder ?? DataFolder;

    /// <summary>The CPU time that its database has taken in processes of its own so far.</summary>
    public TimeSpan DatabaseCpuTime => _cluster is null ? TimeSpan.Zero : ProcessFigures.CpuTimeOfTree(_cluster.ProcessId);

    public ServerApi Api => _api ?? throw new InvalidOperationException("The server is not ready.");

    private string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Starts a new server and waits until it is ready.</summary>
    /// <param name="measured">The server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="environment">Variables that it has in addition, as <c>name=value</c>.</param>
    public static async Task<ServerProcess> StartAsync(
        MeasuredServer measured, CancellationToken cancellationToken, params IReadOnlyList<string> environment)
    {
        // As the package installs it, on the same disk and cores: nothing is tuned.
        var cluster = measured.Store == MeasuredServer.Postgres ? await PostgresCluster.StartAsync() : null;
        var database = cluster is null ? null : await cluster.CreateDatabaseAsync();
        var server = new ServerProcess(measured.Assembly, cluster, database, environment);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            server._api = new ServerApi(server.BaseUrl, await server.ReadTokensAsync(cancellationToken));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Asks the process to end and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            _process.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoadTestException($"The server did not stop within {StopLimit.TotalSeconds} s.");
        }
    }

    /// <summary>Starts the process again on the same folder and port; does not wait until it is ready.</summary>
    public void StartAgain() => _process = Launch();

    /// <summary>Starts PostgreSQL anew, with nothing in its memory; one that is embedded has gone with the process.</summary>
    public async Task RestartDatabaseAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.KillAsync();
            await _cluster.UpAsync();
        }
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http, BaseUrl + "/health/ready", cancellationToken))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > StartLimit)
            {
                throw new LoadTestException($"The server is not ready. It said:\n{LogTail()}");
            }

            await Task.Delay(10, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // It had ended already.
        }

        _api?.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // A development server logs every attempt; what is measured is a server as it runs in production, which does not.
    private const string ProductionLog = "Logging__LogLevel__Ringback.Delivery=Information";

    // The scale mode registers all webhooks as one person.
    private const string ManyWebhooks = "Ringback__MaxWebhooksPerPerson=10000000";

    // As the ringback script starts it.
    private const string YoungGeneration = "DOTNET_GCgen0size=0x4000000";

    // The shell only points the output at a file, so that nobody needs to read along; it becomes the server.
    private Process Launch()
        => Process.Start("/bin/sh", [
            "-c", "exec \"$@\" >>\"$0\" 2>&1", Path.Combine(_folder, "server.log"),
            "env", ProductionLog, YoungGeneration, ManyWebhooks, $"ConnectionStrings__Ringback={_database}", .. _environment,
            "dotnet", _assembly, "serve", "--dev", "--data", DataFolder, "--urls", BaseUrl]);

    private async Task<ServerTokens> ReadTokensAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(DataFolder, "dev.json");
        while (!File.Exists(file) && !_process.HasExited)
        {
            // It is ready a moment before it has written them.
            await Task.Delay(10, cancellationToken);
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        var tokens = json.RootElement.GetProperty("tokens");
        return new ServerTokens(
            tokens.GetProperty("person").GetString()!,
            tokens.GetProperty("publisher").GetString()!,
            tokens.GetProperty("admin").GetString()!);
    }

    private string LogTail()
        => string.Join('\n', File.ReadLines(Path.Combine(_folder, "server.log")).TakeLast(12));
}
