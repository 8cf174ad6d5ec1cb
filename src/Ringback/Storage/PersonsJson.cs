using System.Text.Json.Serialization;

namespace Ringback.Storage;

/// <summary>How a list of person ids is written into a column.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PersonsJson : JsonSerializerContext;
