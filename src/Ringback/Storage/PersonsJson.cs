using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringback.Storage;

/// <summary>How a list of person ids is written into a column.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PersonsJson : JsonSerializerContext
{
    /// <summary>The list of a column; null when it has none.</summary>
    public static IReadOnlyList<string>? Parse(string? column) =>
        column is null ? null : JsonSerializer.Deserialize(column, Default.IReadOnlyListString);
}
