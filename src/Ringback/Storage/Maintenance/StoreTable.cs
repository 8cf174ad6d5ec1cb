using static Ringback.Storage.Maintenance.ColumnKind;

namespace Ringback.Storage.Maintenance;

/// <summary>
/// A table as it is copied and compared: what both databases can say of it. The ids that publishers chose are columns of
/// the events here, although PostgreSQL keeps them apart; the place of an attempt in the log of SQLite is left out.
/// </summary>
internal sealed record StoreTable(string Name, params IReadOnlyList<StoreColumn> Columns)
{
    /// <summary>Webhooks, with their secrets as they are encrypted.</summary>
    public static readonly StoreTable Webhooks = new("webhooks",
        new("shard", Integer), new("id", Id), new("org_id", Text), new("created_by", Text), new("app_id", Text),
        new("creator_is_bot", Flag), new("name", Text), new("target_url", Text), new("resource", Text), new("event", Text),
        new("filter", Text), new("secrets", Bytes), new("status", Integer), new("owned_by", Integer), new("created", Time),
        new("settings", Text), new("version", Integer), new("subject", Bytes));

    /// <summary>The versions of webhooks: what each was, and until when.</summary>
    public static readonly StoreTable Versions = new("webhook_versions",
        new("shard", Integer), new("webhook_id", Id), new("version", Integer), new("since", Time), new("until", Time),
        new("cause", Integer), new("person_id", Text), new("app_id", Text), new("token_id", Id), new("name", Text),
        new("target_url", Text), new("status", Integer), new("owned_by", Integer), new("settings", Text),
        new("secrets", Bytes));

    /// <summary>Access tokens, by their hashes.</summary>
    public static readonly StoreTable Tokens = new("tokens",
        new("org_id", Text), new("id", Id), new("hash", Text), new("name", Text), new("person_id", Text), new("app_id", Text),
        new("is_bot", Flag), new("display_name", Text), new("emails", Words), new("scopes", Words), new("roles", Words),
        new("created", Time), new("expires_at", Time), new("revoked_at", Time));

    /// <summary>Events; an id that a publisher chose comes with how many webhooks matched.</summary>
    public static readonly StoreTable Events = new("events",
        new("org_id", Text), new("id", Id), new("chosen_id", Text), new("matched", Integer), new("resource", Text),
        new("type", Text), new("actor_id", Text), new("created", Time), new("data", Bytes), new("visible_to", Text),
        new("trace_parent", Text), new("position", Integer));

    /// <summary>Deliveries that are not over.</summary>
    public static readonly StoreTable Pending = new("pending",
        new("shard", Integer), new("webhook_id", Id), new("due", Time), new("delivery_id", Id), new("event_id", Id),
        new("position", Integer), new("attempts", Integer), new("purpose", Integer), new("ladder_from", Integer),
        new("order_key", Text));

    /// <summary>The log of attempts.</summary>
    public static readonly StoreTable Attempts = new("attempts",
        new("webhook_id", Id), new("delivery_id", Id), new("number", Integer), new("event_id", Id),
        new("webhook_version", Integer), new("started_at", Time), new("waited", Integer), new("duration", Integer),
        new("lookup", Integer), new("connect", Integer), new("tls", Integer), new("first_byte", Integer),
        new("body_read", Integer), new("outcome", Text), new("verdict", Integer), new("next_due", Time), new("status",
        Integer), new("error", Text), new("address", Text), new("response_headers", Text), new("response_body", Bytes));

    /// <summary>The failures of webhooks that may yet disable them.</summary>
    public static readonly StoreTable Health = new("webhook_health",
        new("shard", Integer), new("webhook_id", Id), new("failures", Times), new("disabled_at", Time),
        new("on_probation", Flag), new("failing_since", Time), new("failed_since", Integer));

    /// <summary>All of them, in the order in which they are copied.</summary>
    public static readonly IReadOnlyList<StoreTable> All = [Webhooks, Versions, Tokens, Events, Pending, Attempts, Health];

    /// <summary>Where a column is in a row.</summary>
    public int this[string column]
    {
        get
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                if (Columns[i].Name == column)
                {
                    return i;
                }
            }

            throw new ArgumentException($"{Name} has no {column}.", nameof(column));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
