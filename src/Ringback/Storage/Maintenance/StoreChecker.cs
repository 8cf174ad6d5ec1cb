using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Ringback.Filters;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Secrets;

namespace Ringback.Storage.Maintenance;

/// <summary>Finds out whether a store is as it has to be. It changes nothing.</summary>
internal static class StoreChecker
{
    /// <summary>What the database can say by itself, then what only the program can.</summary>
    /// <param name="store">The store that is checked.</param>
    /// <param name="keyFolder">The data folder that holds the key for webhook secrets.</param>
    /// <param name="cancellationToken">Stops the checks when it is cancelled.</param>
    public static async IAsyncEnumerable<Finding> CheckAsync(
        IMaintainedStore store, string keyFolder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var finding in store.CheckAsync(cancellationToken))
        {
            yield return finding;
        }

        var copy = await store.FindCopyAsync(cancellationToken);
        yield return new Finding("copy", "It is not the target of an unfinished copy", copy is null ? 0 : 1,
            copy is null ? null : $"'ringback store copy' from {copy.Source} has not ended");

        using var key = SecretKeyTransfer.Open(keyFolder);
        var (webhooks, secrets) = (new Complaints(), new Complaints());
        await foreach (var row in store.ReadAsync(StoreTable.Webhooks, null, cancellationToken))
        {
            var id = (Guid)row.Values[StoreTable.Webhooks["id"]]!;
            webhooks.Add(id, Problem(row));
            secrets.Add(id, SecretProblem(id, (byte[]?)row.Values[StoreTable.Webhooks["secrets"]], key, keyFolder));
        }

        yield return webhooks.ToFinding("webhooks", "Every webhook can be read");
        yield return secrets.ToFinding("secrets", "Every secret can be decrypted with the key");
    }

    private static string? Problem(StoreRow row)
    {
        object? Value(string column) => row.Values[StoreTable.Webhooks[column]];

        if (!Enum.IsDefined((WebhookStatus)(long)Value("status")!))
        {
            return $"status {Value("status")} does not exist";
        }

        if (!Enum.IsDefined((WebhookOwner)(long)Value("owned_by")!))
        {
            return $"owner {Value("owned_by")} does not exist";
        }

        if (!Uri.TryCreate((string)Value("target_url")!, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return "the target is not an http or https URL";
        }

        // A resource of one's own is known to the server alone.
        var parsed = WebhookCatalogue.Webex.Find((string)Value("resource")!) is { } resource
            ? WebhookFilter.Parse((string?)Value("filter"), resource, (string)Value("event")!,
                (WebhookOwner)(long)Value("owned_by")! == WebhookOwner.Org)
            : null;
        return (parsed as FilterParseResult.Invalid)?.Message;
    }

    private static string? SecretProblem(Guid id, byte[]? secret, SecretProtector? key, string keyFolder)
    {
        if (secret is null)
        {
            return null;
        }

        if (key is null)
        {
            return $"there is no {SecretKeyTransfer.PathIn(keyFolder)}";
        }

        try
        {
            key.Unprotect(id, secret);
            return null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return "the key is another one, or the row was altered";
        }
    }

    private sealed class Complaints
    {
        private long _count;
        private string? _first;

        public void Add(Guid webhookId, string? problem)
        {
            if (problem is not null)
            {
                _count++;
                _first ??= $"for example webhook {webhookId}: {problem}";
            }
        }

        public Finding ToFinding(string check, string rule) => new(check, rule, _count, _first);
    }
}
