using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Webhooks.Secrets;

namespace Ringback.Storage.Maintenance;

/// <summary>The key under which the secrets of webhooks are encrypted: a file that has to go where the rows go.</summary>
internal static class SecretKeyTransfer
{
    /// <summary>Where the key of a data folder is.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, SecretKeyFile.FileName);

    /// <summary>The key of a data folder; null when it has none, and none is made.</summary>
    public static SecretProtector? Open(string folder) => File.Exists(PathIn(folder))
        ? new SecretProtector(new SecretKeyFile(Options.Create(new DataFolderOptions { Data = folder })))
        : null;

    /// <summary>Copies a key, for its owner's eyes only.</summary>
    public static void Copy(string from, string to)
    {
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(to, mode);
        file.Write(File.ReadAllBytes(from));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Sees to it that a folder which is to hold the rows of a store has the key to them.</summary>
    /// <param name="source">The store with the rows.</param>
    /// <param name="sourceKey">The file of its key; null when nobody knows.</param>
    /// <param name="folder">The data folder that is to have the key.</param>
    /// <param name="cancellationToken">Stops the reading of the source when it is cancelled.</param>
    /// <exception cref="StoreUnusableException">The folder has another key, or there is none and it is needed.</exception>
    public static async Task EnsureAsync(
        IMaintainedStore source, string? sourceKey, string folder, CancellationToken cancellationToken)
    {
        var path = PathIn(folder);
        var hasSource = sourceKey is not null && File.Exists(sourceKey);
        if (hasSource && File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(sourceKey!)))
        {
            throw new StoreUnusableException($"{path} is another key than {sourceKey}; the target must be a folder of its own.");
        }

        if (hasSource && !File.Exists(path))
        {
            Copy(sourceKey!, path);
        }

        if (await FirstSecretAsync(source, cancellationToken) is not var (webhookId, secret))
        {
            return;
        }

        using var key = Open(folder) ?? throw new StoreUnusableException(
            $"The webhooks of {source.Place} have secrets, and their key is missing; say with --key where it is: the file "
            + $"{SecretKeyFile.FileName} in the data folder of the server.");
        try
        {
            key.Unprotect(webhookId, secret);
        }
        catch (CryptographicException error)
        {
            throw new StoreUnusableException($"{path} is not the key of the secrets in {source.Place}.", error);
        }
    }

    private static async Task<(Guid WebhookId, byte[] Secret)?> FirstSecretAsync(
        IMaintainedStore source, CancellationToken cancellationToken)
    {
        await foreach (var row in source.ReadAsync(StoreTable.Webhooks, null, cancellationToken))
        {
            if (row.Values[StoreTable.Webhooks["secrets"]] is byte[] secret)
            {
                return ((Guid)row.Values[StoreTable.Webhooks["id"]]!, secret);
            }
        }

        return null;
    }
}
