using System.Net.Sockets;
using EvolveDb;
using Npgsql;
using Ringback.Installation;

namespace Ringback.Storage.Postgres;

/// <summary>Opens the database: migrates, and says in one line why it cannot.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int NewestMigration = 1;
    private const int OldestServer = 15;

    // Any number that nobody else uses: "ringback" in ASCII.
    private const long MigrationLock = 0x72696E676261636B;
    private const string MetadataTable = "schema_versions";

    /// <summary>The table that says that the database is the target of a copy which is not finished.</summary>
    public const string CopyTable = "store_copy";

    // The planner cannot know how many rows an array has, and must never answer that by reading a whole table. A commit is
    // durable before anybody is told, whatever the server's default.
    private const string SessionSettings = """
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <summary>Reads the connection string; it connects to nothing yet.</summary>
    /// <exception cref="StoreUnusableException">It is no connection string.</exception>
    public PostgresDatabase(string connectionString, string? applicationName = null)
    {
        _settings = Parse(connectionString);
        ServerName = _settings.ApplicationName!;
        _settings.ApplicationName = applicationName ?? ServerName;
        Source = Build(_settings);
        WriterSource = Build(new NpgsqlConnectionStringBuilder(_settings.ToString()) { MinPoolSize = 0, MaxPoolSize = 1 });
    }

    /// <summary>Gives connections with our settings.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Gives the one connection of the writer, which no number of readers can keep from it.</summary>
    public NpgsqlDataSource WriterSource { get; }

    /// <summary>Where the database is, without names and passwords.</summary>
    public string Place => $"{_settings.Host}:{_settings.Port}/{_settings.Database}";

    /// <summary>The name that its connections have.</summary>
    public string ApplicationName => _settings.ApplicationName!;

    /// <summary>
    /// Throws its idle connections away: of a server that has become a standby, or was replaced by another one, none is of use.
    /// </summary>
    public void Forget()
    {
        WriterSource.Clear();
        Source.Clear();
    }

    /// <summary>By which name the connections of a server are known.</summary>
    public string ServerName { get; }

    /// <summary>Brings the database to the newest schema; of many nodes that start at once, one does it.</summary>
    /// <exception cref="StoreUnusableException">It cannot be reached or used, with one line that says why.</exception>
    public Task MigrateAsync(DateTimeOffset now, CancellationToken cancellationToken) => OrSayWhyAsync(async () =>
    {
        // Not from the pool: the lock is the connection's, and ends with it.
        await using var connection = Unpooled();
        await connection.OpenAsync(cancellationToken);
        RefuseOldServer(connection.PostgreSqlVersion, Place);
        await RefuseOtherEncodingAsync(connection, cancellationToken);

        await using var locking = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = MigrationLock } },
            CommandTimeout = 0,
        };
        await locking.ExecuteNonQueryAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        RefuseNewer(version);
        if (version < NewestMigration)
        {
            Migrate();
        }

        await PostgresPartitions.EnsureAsync(connection, now, cancellationToken);
    });

    /// <summary>Refuses a database that does not have the newest schema, which is left as it is.</summary>
    /// <exception cref="StoreUnusableException">It is older, newer, not of Ringback, or cannot be reached.</exception>
    public Task RequireSchemaAsync(CancellationToken cancellationToken) => OrSayWhyAsync(async () =>
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        RefuseNewer(version);
        if (version < NewestMigration)
        {
            throw new StoreUnusableException(version == 0
                ? $"There is nothing of Ringback in the database at {Place}."
                : $"The database at {Place} has schema {version}; start a server of this version on it once.");
        }
    });

    /// <summary>Refuses a database that a copy has not filled to the end.</summary>
    /// <exception cref="StoreUnusableException">It is such a database, or cannot be reached.</exception>
    public Task RefuseHalfCopyAsync(CancellationToken cancellationToken) => OrSayWhyAsync(async () =>
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        if (await HasTableAsync(connection, CopyTable, cancellationToken))
        {
            throw new StoreUnusableException($"The database at {Place} is the target of an unfinished copy; "
                + "finish it by the same 'ringback store copy' again.");
        }
    });

    /// <summary>Does something with the database, or says in one line why that cannot be.</summary>
    /// <exception cref="StoreUnusableException">With that line.</exception>
    public async Task OrSayWhyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is NpgsqlException or EvolveException or SocketException or TimeoutException)
        {
            throw new StoreUnusableException(Describe(error), error);
        }
    }

    /// <summary>Whether there is a table of a name.</summary>
    public static async Task<bool> HasTableAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand($"SELECT to_regclass('{table}') IS NOT NULL", connection);
        return (bool)(await exists.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await WriterSource.DisposeAsync();
        await Source.DisposeAsync();
    }

    /// <summary>Refuses a server that is too old.</summary>
    internal static void RefuseOldServer(Version version, string place)
    {
        if (version.Major < OldestServer)
        {
            throw new StoreUnusableException(
                $"The PostgreSQL server at {place} is version {version}; {OldestServer} is the oldest supported.");
        }
    }

    /// <summary>Refuses a database that cannot hold every text.</summary>
    private async Task RefuseOtherEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var encoding = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await encoding.ExecuteScalarAsync(cancellationToken) is string found && found != "UTF8")
        {
            throw new StoreUnusableException(
                $"The database at {Place} is encoded in {found}, which cannot hold every text; make one with ENCODING 'UTF8'.");
        }
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UsePhysicalConnectionInitializer(
            static connection => Run(connection, SessionSettings), static connection => RunAsync(connection, SessionSettings));
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrWhiteSpace(given.Host))
            {
                throw new ArgumentException("No host.", nameof(connectionString));
            }

            return new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = given.ApplicationName ?? "ringback",
                MaxAutoPrepare = given.MaxAutoPrepare > 0 ? given.MaxAutoPrepare : 64,
                AutoPrepareMinUsages = 2,
                Timeout = given.ContainsKey("Timeout") ? given.Timeout : 5,
                CommandTimeout = given.ContainsKey("Command Timeout") ? given.CommandTimeout : 15,
                // The reset between two users of a connection would take our settings with it.
                NoResetOnClose = true,
                // Of several hosts, the one that can be written to.
                TargetSessionAttributes = given.TargetSessionAttributes
                    ?? (given.Host.Contains(',', StringComparison.Ordinal) ? "primary" : null),
                KeepAlive = given.KeepAlive > 0 ? given.KeepAlive : 15,
            };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // The text may hold a password, so it is not repeated.
            throw new StoreUnusableException(
                "The connection string of PostgreSQL cannot be read; "
                    + "it looks like Host=db;Username=ringback;Password=…;Database=ringback.",
                error);
        }
    }

    private void Migrate()
    {
        using var connection = Unpooled();
        new Evolve(connection)
        {
            EmbeddedResourceAssemblies = [typeof(PostgresDatabase).Assembly],
            EmbeddedResourceFilters = ["Ringback.Storage.Postgres.Migrations."],
            MetadataTableName = MetadataTable,
            IsEraseDisabled = true,
            EnableClusterMode = false,
        }.Migrate();
    }

    private NpgsqlConnection Unpooled() =>
        new(new NpgsqlConnectionStringBuilder(_settings.ToString()) { Pooling = false }.ToString());

    private void RefuseNewer(int version)
    {
        if (version > NewestMigration)
        {
            throw new StoreUnusableException(
                $"The database at {Place} has schema {version}, made by a newer Ringback; this one knows up to {NewestMigration}.");
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await HasTableAsync(connection, MetadataTable, cancellationToken))
        {
            return 0;
        }

        await using var newest = new NpgsqlCommand(
            $"SELECT coalesce(max(version::int), 0) FROM {MetadataTable} WHERE success AND version ~ '^[0-9]+$'", connection);
        return (int)(await newest.ExecuteScalarAsync(cancellationToken))!;
    }

    private string Describe(Exception error)
    {
        var refused = error as PostgresException ?? error.InnerException as PostgresException;
        return refused?.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL at {Place} does not let {_settings.Username} in: {refused.MessageText}.",
            PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL at {Place} has no such database: {refused.MessageText}.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"{_settings.Username} may not make and use tables in {Place}: {refused.MessageText}.",
            PostgresErrorCodes.TooManyConnections => $"PostgreSQL at {Place} has no connection left: {refused.MessageText}.",
            not null => $"The database at {Place} cannot be used: {refused.MessageText}.",
            null => $"PostgreSQL at {_settings.Host}:{_settings.Port} cannot be reached: {Cause(error)}",
        };
    }

    private static string Cause(Exception error) =>
        (error.InnerException ?? error).Message.ReplaceLineEndings(" ").TrimEnd('.') + ".";

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
