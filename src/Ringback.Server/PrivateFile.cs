namespace Ringback.Server;

/// <summary>Writes files of the data folder that only the user whom the server runs as may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file all at once in the place of one that is there, whose rights do not stay.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(temporary, options))
        {
            if (!OperatingSystem.IsWindows())
            {
                // The mode of creation is what the umask leaves of it.
                File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
            }

            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
