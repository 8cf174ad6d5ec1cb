using System.Text.Json.Serialization;

namespace Ringback.Storage.Sqlite;

/// <summary>How a list of person ids is written into a column.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PersonsJson : JsonSerializerContext;
