using Microsoft.Data.Sqlite;
using Ringback.Installation;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Sqlite;

/// <summary>Writes the database of a data folder, as it is at one moment, to another file; a server may be at work.</summary>
internal static class SqliteBackup
{
    private const string DatabaseExtension = ".db";
    private const string Unfinished = ".part";

    /// <summary>Writes a backup: to a file whose name ends with <c>.db</c>, or into a folder, which then is a data folder.</summary>
    /// <exception cref="StoreUnusableException">There is no database, there is a backup already, or it cannot be written.</exception>
    public static BackupFiles Write(string folder, string to)
    {
        if (!File.Exists(SqliteDatabase.FileIn(folder)))
        {
            throw new StoreUnusableException($"There is no database in {folder}.");
        }

        var isFile = to.EndsWith(DatabaseExtension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(to);
        var database = isFile ? to : SqliteDatabase.FileIn(to);
        var key = isFile ? Path.ChangeExtension(to, SecretKeyFile.FileName) : SecretKeyTransfer.PathIn(to);
        if (new[] { database, key }.FirstOrDefault(File.Exists) is { } there)
        {
            throw new StoreUnusableException($"{there} exists already; a backup does not write over anything.");
        }

        try
        {
            OwnerOnly.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(database))!);
            WriteDatabase(folder, database + Unfinished);
            var hasKey = File.Exists(SecretKeyTransfer.PathIn(folder));
            if (hasKey)
            {
                SecretKeyTransfer.Copy(SecretKeyTransfer.PathIn(folder), key);
            }

            // The database appears last: where it is, the backup is whole.
            File.Move(database + Unfinished, database);
            return new BackupFiles(database, hasKey ? key : null, new FileInfo(database).Length);
        }
        catch (SqliteException error)
        {
            File.Delete(database + Unfinished);
            throw new StoreUnusableException($"The backup was not written: {SqliteDatabase.Describe(error)}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"The backup was not written: {error.Message}", error);
        }
    }

    private static void WriteDatabase(string folder, string path)
    {
        SqliteDatabase.RequireSchema(folder);
        File.Delete(path);
        OwnerOnly.MakeFile(path);
        using (var session = new SqliteSession(SqliteDatabase.ConnectToRead(folder)))
        {
            // One reading transaction: commits go on beside it, and none of them is in the copy in part.
            session.Prepare("VACUUM INTO ?").Bind(1, path).Run();
        }

        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }
}
