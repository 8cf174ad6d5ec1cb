using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ringback.Protocol.Json;
using Ringback.Storage.Maintenance;

namespace Ringback.Cli.Store;

/// <summary>What <c>ringback store … --json</c> prints: one object on one line.</summary>
[JsonSerializable(typeof(CopyReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(BackupFiles))]
[JsonSerializable(typeof(ExpungeReport))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    private static readonly StoreJson Dialect = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = CanonicalJsonEncoder.Instance,
    });

    /// <summary>A report as JSON.</summary>
    public static string Of<T>(T report) =>
        JsonSerializer.Serialize(report, (JsonTypeInfo<T>)Dialect.GetTypeInfo(typeof(T))!);
}
