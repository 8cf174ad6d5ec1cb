using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests;

/// <summary>One request that a <see cref="Receiver"/> got, as it came over the wire.</summary>
internal sealed record ReceivedCallback(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json { get; } = Body.Length == 0 ? default : JsonDocument.Parse(Body).RootElement;

    /// <summary>The value of a header, whatever its letters' case; null when it did not come.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
