using EvolveDb;
using Microsoft.Data.Sqlite;
using Ringback.Installation;
using SQLitePCL;

namespace Ringback.Storage.Sqlite;

/// <summary>Opens the database file of a data folder: locks the folder, migrates, and says in one line why it cannot.</summary>
internal static class SqliteDatabase
{
    private const string FileName = "ringback.db";
    private const string LockName = "ringback.lock";
    private const int NewestMigration = 1;

    /// <summary>The table that says that the file is the target of a copy which is not finished.</summary>
    public const string CopyTable = "store_copy";

    /// <summary>Claims the folder for this process until the stream is disposed of; makes the folder when missing.</summary>
    /// <exception cref="StoreUnusableException">The folder cannot be written, or another process has it.</exception>
    public static FileStream Claim(string folder)
    {
        try
        {
            OwnerOnly.MakeFolder(folder);
            var path = Path.Combine(folder, LockName);
            OwnerOnly.MakeFile(path);
            var claim = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            OwnerOnly.Restrict(path, FileIn(folder), LogIn(folder), FileIn(folder) + "-shm", SecretKeyFile.PathIn(folder));
            return claim;
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
            // Its log and the rest of what SQLite makes beside it get the rights of the file.
            OwnerOnly.MakeFile(FileIn(folder));
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

    /// <summary>
    /// A connection with our settings, which keeps so many KiB of the file in memory; each has a session of its own, so there
    /// is no pool.
    /// </summary>
    public static SqliteConnection Connect(string folder, int cache = 32 * 1024)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();

        // FULL: a commit is on the disk before anybody is told. The checkpoint at 4000 pages keeps the log near 16 MB.
        command.CommandText = $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = {WriteAheadLog.Usual};
            PRAGMA cache_size = {-cache};
            PRAGMA busy_timeout = 5000;
            PRAGMA temp_store = MEMORY;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Where the log of the database of a folder is.</summary>
    public static string LogIn(string folder) => FileIn(folder) + "-wal";

    /// <summary>Where the database of a folder is.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>A connection that changes nothing; a server may be at work.</summary>
    public static SqliteConnection ConnectToRead(string folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FileIn(folder),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA cache_size = -65536; PRAGMA busy_timeout = 5000;";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Refuses a file that does not have the newest schema, which is left as it is.</summary>
    /// <exception cref="StoreUnusableException">It is corrupt, older, newer, or not of Ringback.</exception>
    public static void RequireSchema(string folder)
    {
        try
        {
            using var connection = ConnectToRead(folder);
            RefuseNewer(connection, folder);
            if (Version(connection) is var version && version < NewestMigration)
            {
                throw new StoreUnusableException(
                    $"The database in {folder} has schema {version}; start a server of this version on it once.");
            }
        }
        catch (SqliteException error)
        {
            throw new StoreUnusableException(Describe(folder, error), error);
        }
    }

    /// <summary>Refuses a file that a copy has not filled to the end.</summary>
    /// <exception cref="StoreUnusableException">It is such a file.</exception>
    public static void RefuseHalfCopy(SqliteSession session, string folder)
    {
        if (HasTable(session, CopyTable))
        {
            throw new StoreUnusableException($"The database in {folder} is the target of an unfinished copy; "
                + "finish it by the same 'ringback store copy' again.");
        }
    }

    /// <summary>Whether there is a table of a name.</summary>
    public static bool HasTable(SqliteSession session, string table)
    {
        using var statement = session.Once("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        return statement.Bind(1, table).Step();
    }

    /// <summary>One line for a failure while the file is in use.</summary>
    public static string Describe(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => "The database is corrupt; restore it from a backup.",
        raw.SQLITE_FULL => "The disk is full.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "The database is in use by something else.",
        _ => $"The database cannot be used: {error.Message.ReplaceLineEndings(" ")}",
    };

    private static void RefuseNewer(SqliteConnection connection, string folder)
    {
        if (Version(connection) is var version && version > NewestMigration)
        {
            throw new StoreUnusableException(
                $"The database in {folder} has schema {version}, made by a newer Ringback; this one knows up to {NewestMigration}.");
        }
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return 0;
        }

        command.CommandText = "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM schema_versions";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>One line for a file that cannot be opened.</summary>
    public static string Describe(string folder, Exception error) =>
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
