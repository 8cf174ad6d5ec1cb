using System.Net;
using System.Net.Sockets;
using Npgsql;
using Ringback.TestDatabase;

namespace Ringback.Server.Tests.Start;

/// <summary>A start without the PostgreSQL database that was asked for says why in one line, without the password.</summary>
public sealed class PostgresStartFailureTests : IDisposable
{
    private const string Password = "s3cr3t-of-the-database";

    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nonsense")]
    [InlineData($"Hots=db;Password={Password}")]
    [InlineData($"Username=ringback;Password={Password};Database=ringback")]
    [InlineData($"Host=db;Port=many;Password={Password}")]
    [InlineData($"postgresql://ringback:{Password}@db/ringback")]
    public async Task Text_that_is_no_connection_string(string text)
    {
        var line = await FailAsync(text);

        Assert.Equal("ringback: The connection string of PostgreSQL cannot be read; "
            + "it looks like Host=db;Username=ringback;Password=…;Database=ringback.", line);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Empty_option_does_not_mean_another_database(string text)
    {
        var line = await FailAsync(text);

        Assert.Contains("--postgres needs a connection string", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_cannot_be_reached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var line = await FailAsync($"Host=127.0.0.1;Port={port};Username=ringback;Password={Password};Database=ringback");

        Assert.Equal($"ringback: PostgreSQL at 127.0.0.1:{port} cannot be reached: Connection refused.", line);
    }

    [Fact]
    public async Task Host_that_there_is_not()
    {
        var line = await FailAsync($"Host=nowhere.invalid;Username=ringback;Password={Password};Database=ringback");

        Assert.StartsWith("ringback: PostgreSQL at nowhere.invalid:5432 cannot be reached: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password()
    {
        var database = await CreateGuestAsync();

        var line = await FailAsync($"{database};Username=guest;Password={Password}x");

        Assert.Equal($"ringback: PostgreSQL at {Place(database)} does not let guest in: "
            + "password authentication failed for user \"guest\".", line);
    }

    [Fact]
    public async Task Database_that_is_not_there()
    {
        var database = (await NewDatabaseAsync()).Split("Database=")[0] + "Database=nowhere";

        var line = await FailAsync(database);

        Assert.Equal($"ringback: PostgreSQL at {Place(database)} has no such database: database \"nowhere\" does not exist.", line);
    }

    [Fact]
    public async Task Database_that_cannot_hold_every_text()
    {
        SharedPostgres.SkipWithout();
        var cluster = await SharedPostgres.ClusterAsync();
        await cluster.RunAsync("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'");
        var database = cluster.ConnectionString("latin");

        var line = await FailAsync(database);

        Assert.Equal($"ringback: The database at {Place(database)} is encoded in LATIN1, which cannot hold every text; "
            + "make one with ENCODING 'UTF8'.", line);
    }

    [Fact]
    public async Task Schema_that_is_newer_than_the_program()
    {
        SharedPostgres.SkipWithout();
        var database = await SharedPostgres.CreateDatabaseAsync();
        await PostgresCluster.RunAsync(database, "UPDATE schema_versions SET version = '99' WHERE version IS NOT NULL");

        var line = await FailAsync(database);

        Assert.StartsWith($"ringback: The database at {Place(database)} has schema 99, made by a newer Ringback", line,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_without_the_right_to_make_tables()
    {
        var database = await CreateGuestAsync();

        var line = await FailAsync($"{database};Username=guest;Password={Password}");

        Assert.Equal($"ringback: guest may not make and use tables in {Place(database)}: "
            + "permission denied for schema public.", line);
    }

    [Fact]
    public async Task Database_whose_secrets_were_encrypted_under_a_key_that_is_not_there()
    {
        SharedPostgres.SkipWithout();
        var database = await SharedPostgres.CreateDatabaseAsync();
        await using (var server = await ServerProcess.StartOnAsync(_folder, database))
        {
            using var person = server.As("person");
            await Member.As(person).RegisterAsync(new Uri("http://127.0.0.1:1/"), new { secret = "shh" });
        }

        File.Delete(Path.Combine(_folder, "secrets.key"));
        var line = await FailAsync(database);

        Assert.Contains("put secrets.key back into the data folder", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_that_succeeds_says_where_everything_is_kept_and_not_the_password()
    {
        var database = await CreateGuestAsync();
        await PostgresCluster.RunAsync(database, "GRANT CREATE ON SCHEMA public TO guest");
        using var process = RingbackProcess.Start(
            ["serve", "--dev", "--data", _folder, "--urls", "http://127.0.0.1:0",
                "--postgres", $"{database};Username=guest;Password={Password}"],
            "Logging__LogLevel__Default=Debug", "Logging__LogLevel__Npgsql=Trace");

        await process.Ready;
        await Eventually.IsTrueAsync("the banner", () => Task.FromResult(
            process.Output.Contains("  store ", StringComparison.Ordinal)));
        process.Terminate();
        var exitCode = await process.Exited.WithinAsync("end of the process");

        Assert.Equal(0, exitCode);
        Assert.Contains($"Everything is kept in PostgreSQL at {Place(database)}", process.Output, StringComparison.Ordinal);
        Assert.Contains($"  store      PostgreSQL at {Place(database)}", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, process.Output + process.Errors, StringComparison.Ordinal);
    }

    private async Task<string> FailAsync(string postgres)
    {
        using var process = RingbackProcess.Start(
            ["serve", "--data", _folder, "--urls", "http://127.0.0.1:0", "--postgres", postgres],
            "Logging__LogLevel__Default=Information");

        var exitCode = await process.Exited.WithinAsync("end of the process");

        Assert.True(exitCode == 1, $"It ended with {exitCode}: {process.Errors}{process.Output}");
        Assert.DoesNotContain(Password, process.Output + process.Errors, StringComparison.Ordinal);
        return Assert.Single(process.Errors.TrimEnd('\n').Split('\n'));
    }

    private static async Task<string> NewDatabaseAsync()
    {
        SharedPostgres.SkipWithout();
        return await (await SharedPostgres.ClusterAsync()).CreateDatabaseAsync();
    }

    private static async Task<string> CreateGuestAsync()
    {
        var database = await NewDatabaseAsync();
        await PostgresCluster.RunAsync(database, $"""
            DO $$ BEGIN CREATE ROLE {PostgresCluster.Guest} LOGIN PASSWORD '{Password}';
            EXCEPTION WHEN duplicate_object THEN NULL; END $$
            """);
        return database;
    }

    private static string Place(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        return $"{settings.Host}:{settings.Port}/{settings.Database}";
    }
}
