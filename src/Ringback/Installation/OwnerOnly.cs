namespace Ringback.Installation;

/// <summary>
/// Makes files and folders that only the user whom the process runs as may read, whatever the umask. On Windows they have the rights
/// of their folder.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder where it is missing; one that is there keeps its rights.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OfFolder);
        }
    }

    /// <summary>Makes an empty file where it is missing.</summary>
    public static void MakeFile(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            UnixCreateMode = OfFile,
        });

        // The mode of creation is what the umask leaves of it.
        File.SetUnixFileMode(file.SafeFileHandle, OfFile);
    }

    /// <summary>Takes the rights of others from files that are there.</summary>
    public static void Restrict(params IEnumerable<string> paths)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var path in paths.Where(File.Exists))
        {
            try
            {
                File.SetUnixFileMode(path, OfFile);
            }
            catch (UnauthorizedAccessException)
            {
                // It is somebody else's, who lets us use it.
            }
        }
    }
}
