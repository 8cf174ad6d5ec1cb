using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Ringback.TestDatabase;

/// <summary>A PostgreSQL cluster in a temporary folder, on a free port of loopback; gone when disposed of.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // Everybody may log in without a password, but for one who is there to try what happens otherwise.
    private const string LogIns = $"host all {Guest} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";

    private readonly string _programs;
    private readonly string _root;
    private readonly string[] _settings;
    private Process? _server;
    private int _lastDatabase;

    private PostgresCluster(string programs, string root, int port, string[] settings)
    {
        _programs = programs;
        _root = root;
        Port = port;
        _settings = settings;
    }

    /// <summary>The name of a user who needs a password, once a test has made it.</summary>
    public const string Guest = "guest";

    /// <summary>Whether PostgreSQL is installed.</summary>
    public static bool IsInstalled => PostgresPrograms.Find() is not null;

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The process of the server, whose children are its backends; 0 when it is down.</summary>
    public int ProcessId => _server?.Id ?? 0;

    /// <summary>The folder of its data.</summary>
    public string DataFolder => Path.Combine(_root, "data");

    /// <summary>Makes and starts a cluster.</summary>
    /// <param name="settings">Further settings of the server, as <c>max_connections=20</c>.</param>
    public static Task<PostgresCluster> StartAsync(params string[] settings) => StartInAsync(Path.GetTempPath(), settings);

    /// <summary>Makes and starts a cluster in a new folder below a given one.</summary>
    public static async Task<PostgresCluster> StartInAsync(string folder, params string[] settings)
    {
        var programs = PostgresPrograms.Find()
            ?? throw new InvalidOperationException("PostgreSQL is not installed; run ./test, or install the package postgresql.");
        var root = Directory.CreateDirectory(Path.Combine(folder, $"ringback-postgres-{Guid.NewGuid():N}")).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await PostgresPrograms.GiveAwayAsync(root);
        }

        var cluster = new PostgresCluster(programs, root, FreePort(), settings);
        await PostgresPrograms.RunAsync(Path.Combine(programs, "initdb"),
            "--pgdata", cluster.DataFolder, "--username=ringback", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync");
        await File.WriteAllTextAsync(Path.Combine(cluster.DataFolder, "pg_hba.conf"), LogIns);
        await cluster.UpAsync();
        return cluster;
    }

    /// <summary>Starts the server again after it was stopped or killed.</summary>
    public async Task UpAsync()
    {
        _server = PostgresPrograms.Start(Path.Combine(_programs, "postgres"),
            ["-D", DataFolder, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                .. _settings.SelectMany(setting => new[] { "-c", setting })]);
        var said = new Queue<string>();
        _server.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        _server.OutputDataReceived += (_, line) => Keep(said, line.Data);
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await AnswersAsync(limit.Token))
        {
            if (_server.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {string.Join(" / ", said)}");
            }
        }
    }

    /// <summary>Kills the server and all its backends at once, as a power failure would.</summary>
    public async Task KillAsync()
    {
        if (_server is { } server)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
            _server = null;
        }
    }

    /// <summary>Makes a database.</summary>
    /// <param name="template">The connection string of the database to copy; null for an empty one.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"ringback{Interlocked.Increment(ref _lastDatabase)}";
        var copied = template is null ? "template0" : new NpgsqlConnectionStringBuilder(template).Database;
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {copied}");
        return ConnectionString(name);
    }

    /// <summary>Ends every connection to a database, as an administrator can.</summary>
    public Task CutConnectionsAsync(string connectionString) => RunAsync(
        $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '{new NpgsqlConnectionStringBuilder(connectionString).Database}'
        """);

    /// <summary>Removes a database, also while somebody is connected.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Dumps a database by <c>pg_dump</c>; the file, which is the server's.</summary>
    public async Task<string> DumpAsync(string connectionString)
    {
        var file = Path.Combine(_root, $"{Guid.NewGuid():N}.dump");
        await RunProgramAsync("pg_dump", connectionString, "--format=custom", $"--file={file}");
        return file;
    }

    /// <summary>Restores a dump by <c>pg_restore</c> into an empty database.</summary>
    public Task RestoreAsync(string file, string connectionString) =>
        RunProgramAsync("pg_restore", connectionString, "--no-owner", "--exit-on-error", file);

    /// <summary>Makes a folder that belongs to the server, below another one.</summary>
    public static async Task<string> MakeFolderAsync(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "postgres")).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await PostgresPrograms.GiveAwayAsync(folder);
        }

        return folder;
    }

    /// <summary>Runs a statement in the maintenance database.</summary>
    public Task RunAsync(string sql) => RunAsync(ConnectionString("postgres"), sql);

    /// <summary>Runs a statement in a database.</summary>
    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How to connect to a database.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=ringback;Database={database}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_root, recursive: true);
    }

    private Task RunProgramAsync(string program, string connectionString, params string[] arguments) =>
        PostgresPrograms.RunAsync(PostgresPrograms.Beside(_programs, program),
        [
            "--host=127.0.0.1", $"--port={Port}", "--username=ringback",
            $"--dbname={new NpgsqlConnectionStringBuilder(connectionString).Database}", .. arguments,
        ]);

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private static void Keep(Queue<string> said, string? line)
    {
        lock (said)
        {
            said.Enqueue(line ?? "");
            if (said.Count > 20)
            {
                said.Dequeue();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
