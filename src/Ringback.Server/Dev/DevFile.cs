using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringback.Server.Dev;

/// <summary>What <c>--dev</c> writes to <c>dev.json</c> in the data folder, for scripts to read.</summary>
internal sealed record DevFile(string BaseUrl, DevTokens Tokens)
{
    private const string FileName = "dev.json";

    /// <summary>Where the file is.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>The tokens of an earlier start; null when there are none.</summary>
    public static DevTokens? ReadTokens(string folder)
    {
        try
        {
            using var file = File.OpenRead(PathIn(folder));
            return JsonSerializer.Deserialize(file, DevFileJson.Default.DevFile)?.Tokens;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, readable by its owner only, all at once.</summary>
    public void Write(string folder) =>
        PrivateFile.Write(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, DevFileJson.Default.DevFile));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DevFile))]
internal sealed partial class DevFileJson : JsonSerializerContext;
