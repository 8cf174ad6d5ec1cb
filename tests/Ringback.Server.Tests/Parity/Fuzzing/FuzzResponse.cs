using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>A response as it came over the wire.</summary>
internal sealed record FuzzResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Whether the server closes the connection after it.</summary>
    public bool Closes => Headers.GetValueOrDefault("connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>What is wrong with it as an answer to a method; null when nothing.</summary>
    public string? Fault(string method)
    {
        if (Status >= 500)
        {
            return $"status {Status}";
        }

        if (Status is 423 or 428)
        {
            return $"status {Status}, which is not for webhooks";
        }

        if (!Headers.ContainsKey("trackingid"))
        {
            return "no TrackingID header";
        }

        // A spoilt path may lie beside the API, where nothing is: the answer is then empty.
        var isBeside = Status == 404 && Body.Length == 0;
        return Status >= 400 && method != "HEAD" && !isBeside ? BodyFault() : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Status} {string.Join("; ", Headers.Select(header => $"{header.Key}: {header.Value}"))}\n"
        + Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2000)));

    private string? BodyFault()
    {
        if (Headers.GetValueOrDefault("content-type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            return "an error that is not JSON";
        }

        try
        {
            using var json = JsonDocument.Parse(Body);
            return !IsText(json, "message") ? "an error without message"
                : !IsText(json, "trackingId") ? "an error without trackingId"
                : null;
        }
        catch (JsonException error)
        {
            return $"an error that is not JSON: {error.Message}";
        }
    }

    private static bool IsText(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString()!.Length > 0;
}
