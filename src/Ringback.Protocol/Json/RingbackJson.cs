using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringback.Protocol.Json;

/// <summary>The one dialect of JSON that servers and clients speak.</summary>
public static class RingbackJson
{
    /// <summary>Options for the wire records alone; frozen.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>
    /// Gives options the dialect: camelCase names whose case counts, no nulls in written JSON, <see
    /// cref="CanonicalJsonEncoder"/>, numbers that are not strings, and the metadata of the wire records before that of
    /// others. Unknown members are ignored.
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = CanonicalJsonEncoder.Instance;
        options.TypeInfoResolverChain.Insert(0, RingbackJsonContext.Default);
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
