using System.Runtime.CompilerServices;
using Ringback.Protocol.Records;

namespace Ringback.Client;

/// <summary>The webhooks of the token's person and app. Every method throws <see cref="RingbackException"/>.</summary>
public sealed class WebhooksClient
{
    private const string Path = "webhooks";

    private readonly RingbackConnection _connection;

    internal WebhooksClient(RingbackConnection connection) => _connection = connection;

    /// <summary>Registers a webhook, and returns it with its id and secret.</summary>
    public Task<Webhook> CreateAsync(CreateWebhookRequest webhook, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Webhook>(
            HttpMethod.Post, Path, RingbackConnection.Content(webhook), cancellationToken);

    /// <summary>Reads one webhook by its id.</summary>
    public Task<Webhook> GetAsync(string webhookId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Webhook>(HttpMethod.Get, PathOf(webhookId), content: null, cancellationToken);

    /// <summary>Changes a webhook, and returns it as it is now. Webex wants name and targetUrl each time.</summary>
    public Task<Webhook> UpdateAsync(
        string webhookId, UpdateWebhookRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Webhook>(
            HttpMethod.Put, PathOf(webhookId), RingbackConnection.Content(change), cancellationToken);

    /// <summary>Deletes a webhook by its id.</summary>
    public Task DeleteAsync(string webhookId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, PathOf(webhookId), cancellationToken);

    /// <summary>All webhooks, newest first; further pages are read as they are reached.</summary>
    /// <param name="ownedBy"><c>org</c> for those of the org, which needs an administrator; null for one's own.</param>
    /// <param name="pageSize">How many to read at a time; null for the server's default.</param>
    /// <param name="cancellationToken">Stops the reading when it is cancelled.</param>
    public async IAsyncEnumerable<Webhook> ListAsync(
        string? ownedBy = null,
        int? pageSize = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = _connection.AddressOf(Path + Query(ownedBy, pageSize)); next is not null;)
        {
            (var page, next) = await _connection.GetPageAsync<WebhookList>(next, cancellationToken);
            foreach (var webhook in page.Items ?? [])
            {
                yield return webhook;
            }
        }
    }

    private static string PathOf(string webhookId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(webhookId);
        return $"{Path}/{Uri.EscapeDataString(webhookId)}";
    }

    private static string Query(string? ownedBy, int? pageSize)
    {
        var parameters = new List<string>(2);
        if (ownedBy is not null)
        {
            parameters.Add($"ownedBy={Uri.EscapeDataString(ownedBy)}");
        }

        if (pageSize is { } max)
        {
            parameters.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"max={max}"));
        }

        return parameters.Count == 0 ? "" : $"?{string.Join('&', parameters)}";
    }
}
