using System.Text;
using System.Text.Json;

namespace Ringback.Storage.Maintenance;

/// <summary>
/// Whether an event says anything about a person: as its actor, among those who may see it, or by a string anywhere in its
/// data that is one of the person's ids or addresses. Ids are compared exactly, addresses without regard to case.
/// </summary>
internal sealed class PersonSearch(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails)
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 10_000 };

    private readonly byte[][] _ids = [.. ids.Select(Encoding.UTF8.GetBytes)];
    private readonly HashSet<string> _emails = new(emails, StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks at a row of <see cref="StoreTable.Events"/>.</summary>
    public bool Finds(StoreRow row) =>
        IsPerson((string?)row.Values[StoreTable.Events["actor_id"]])
        || (row.Values[StoreTable.Events["visible_to"]] is string persons && FindsIn(Encoding.UTF8.GetBytes(persons)))
        || FindsIn((byte[])row.Values[StoreTable.Events["data"]]!);

    private bool IsPerson(string? text) => text is not null && (ids.Contains(text) || _emails.Contains(text));

    private bool FindsIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && IsPerson(ref reader))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPerson(ref Utf8JsonReader reader)
    {
        foreach (var id in _ids)
        {
            if (reader.ValueTextEquals(id))
            {
                return true;
            }
        }

        return _emails.Count > 0 && _emails.Contains(reader.GetString()!);
    }
}
