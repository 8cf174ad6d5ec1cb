using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Ringback.Installation;

/// <summary>The installation's key for webhook secrets: a file beside the database, for its owner's eyes only.</summary>
internal sealed class SecretKeyFile(IOptions<DataFolderOptions> options) : ISecretKey
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "secrets.key";

    private const int KeySize = 32;

    /// <summary>Where it is in a data folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <inheritdoc/>
    public byte[] Load()
    {
        var path = PathIn(options.Value.Data);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeySize
            ? key
            : throw new StoreUnusableException($"{path} does not hold a key of {KeySize} bytes; restore it from a backup.");
    }

    private static void Create(string path)
    {
        OwnerOnly.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, mode);
        OwnerOnly.Restrict(path);
        file.Write(RandomNumberGenerator.GetBytes(KeySize));
        file.Flush(flushToDisk: true);
    }
}
