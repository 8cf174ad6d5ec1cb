using System.Diagnostics;

namespace Ringback.LoadTest.History;

/// <summary>The system's cache of files.</summary>
internal static class FileCache
{
    /// <summary>Writes the files of a folder to the disk and forgets them, so that the next read of each comes from there.</summary>
    public static async Task ForgetAsync(string folder, CancellationToken cancellationToken)
    {
        using var forget = Process.Start("find",
        [
            folder, "-type", "f", "-exec",
            "dd", "of={}", "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none", ";",
        ]);
        await forget.WaitForExitAsync(cancellationToken);
        if (forget.ExitCode != 0)
        {
            throw new LoadTestException($"The files of {folder} could not be dropped from the cache.");
        }
    }
}
