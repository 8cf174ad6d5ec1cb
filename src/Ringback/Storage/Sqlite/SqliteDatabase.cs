using EvolveDb;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ringback.Storage.Sqlite;

/// <summary>Opens the database file of a data folder: locks the folder, migrates, and says in one line what is wrong.</summary>
internal static class SqliteDatabase
{
    private const string FileName = "ringback.db";
    private const string LockName = "ringback.lock";
    private const int NewestMigration = 1;

    /// <summary>Claims the folder for this process until the stream is disposed of; makes the folder when missing.</summary>
    /// <exception cref="StoreUnusableException">The folder cannot be written, or another process has it.</exception>
    public static FileStream Claim(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, LockName);
            if (!OperatingSystem.IsWindows() && !File.Exists(path))
            {
                File.Create(path).Dispose();
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StoreUnusableException($"The data folder {folder} cannot be written.", error);
        }
        catch (IOException error) when (File.Exists(Path.Combine(folder, LockName)))
        {
            throw new StoreUnusableException($"The data folder {folder} is in use by another Ringback.", error);
        }
        catch (IOException error)
        {
            throw new StoreUnusableException($"The data folder {folder} cannot be made: {error.Message}", error);
        }
    }

    static SqliteDatabase() => Configure();

    /// <summary>Brings the file to the newest schema.</summary>
    /// <exception cref="StoreUnusableException">It is corrupt, unwritable, or newer than this program.</exception>
    public static void Migrate(string folder)
    {
        try
        {
            using var connection = Connect(folder);
            RefuseNewer(connection, folder);
            new Evolve(connection)
            {
                EmbeddedResourceAssemblies = [typeof(SqliteDatabase).Assembly],
                EmbeddedResourceFilters = ["Ringback.Storage.Sqlite.Migrations."],
                MetadataTableName = "schema_versions",
                IsEraseDisabled = true,
            }.Migrate();
        }
        catch (Exception error) when (error is SqliteException or EvolveException)
        {
            throw new StoreUnusableException(Describe(folder, error), error);
        }
    }

    /// <summary>
    /// Tells SQLite, before its first use in the process, what its users promise: no connection is used by two threads at
    /// once. It then needs no lock around each of its calls.
    /// </summary>
    private static void Configure()
    {
        Batteries_V2.Init();

        // Refused, with a code that does not matter, once SQLite is in use; it then keeps its locks.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>A connection with our settings; each has a session of its own, so there is no pool.</summary>
    public static SqliteConnection Connect(string folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();

        // FULL: a commit is on the disk before anybody is told. The checkpoint at 4000 pages keeps the log near 16 MB.
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -65536;
            PRAGMA busy_timeout = 5000;
            PRAGMA temp_store = MEMORY;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    private static void RefuseNewer(SqliteConnection connection, string folder)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return;
        }

        command.CommandText = "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM schema_versions";
        if ((long)command.ExecuteScalar()! is var version && version > NewestMigration)
        {
            throw new StoreUnusableException(
                $"The database in {folder} has schema {version}, made by a newer Ringback; this one knows up to {NewestMigration}.");
        }
    }

    private static string Describe(string folder, Exception error) =>
        (error as SqliteException ?? error.InnerException as SqliteException)?.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT =>
                $"The database in {folder} is corrupt or is not a database; restore {FileName} from a backup.",
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM =>
                $"The database in {folder} cannot be written.",
            raw.SQLITE_FULL => $"The disk of {folder} is full.",
            _ => $"The database in {folder} cannot be opened: {error.Message.ReplaceLineEndings(" ")}",
        };
}
