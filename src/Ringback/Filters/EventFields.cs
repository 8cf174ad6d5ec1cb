using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Json;

namespace Ringback.Filters;

/// <summary>Finds the values that an event has where a filter looks, without making strings of them.</summary>
internal static class EventFields
{
    private const int UsualLength = 256;

    /// <summary>Shows the visitor each value until it has seen enough; true when it had.</summary>
    /// <remarks>A yes-or-no filter always has exactly one value: an absent field counts as <c>false</c>.</remarks>
    public static bool Visit<TVisitor>(
        CatalogueFilter filter, JsonElement data, string? actorId, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        switch (filter.Kind)
        {
            case FilterKind.Boolean:
                var isTrue = new TruthVisitor();
                return visitor.Visit(Walk(data, filter.Path, 0, ref isTrue) ? "true" : "false");
            case FilterKind.NonEmpty:
                return visitor.Visit(HoldsAnything(data, filter.Path, 0) ? "true" : "false");
            default:
                return Walk(data, filter.Path, 0, ref visitor)
                    || (filter.OrActor && actorId is not null && visitor.Visit(actorId));
        }
    }

    /// <summary>Whether a top-level field of the data is a text equal to the value.</summary>
    public static bool Is(JsonElement data, string field, string value) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetMember(field, out var found)
        && found.ValueKind == JsonValueKind.String
        && found.ValueEquals(value);

    /// <summary>The different texts that a top-level field of the data has.</summary>
    public static HashSet<string> Texts(JsonElement data, string field)
    {
        var visitor = new CollectVisitor();
        Walk(data, [field], 0, ref visitor);
        return visitor.Texts;
    }

    private static bool Walk<TVisitor>(
        JsonElement element, IReadOnlyList<string> path, int depth, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (Walk(item, path, depth, ref visitor))
                {
                    return true;
                }
            }

            return false;
        }

        if (depth == path.Count)
        {
            return VisitScalar(element, ref visitor);
        }

        return element.ValueKind == JsonValueKind.Object
            && element.TryGetMember(path[depth], out var next)
            && Walk(next, path, depth + 1, ref visitor);
    }

    private static bool VisitScalar<TVisitor>(JsonElement value, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return visitor.Visit("true");
            case JsonValueKind.False:
                return visitor.Visit("false");
            case JsonValueKind.Number:
                return VisitUtf8(JsonMarshal.GetRawUtf8Value(value), ref visitor);
            case JsonValueKind.String:
                var quoted = JsonMarshal.GetRawUtf8Value(value);
                return quoted.Contains((byte)'\\')
                    ? Unescaped(value) is { } text && visitor.Visit(text)
                    : VisitUtf8(quoted[1..^1], ref visitor);
            default:
                return false;
        }
    }

    private static bool VisitUtf8<TVisitor>(ReadOnlySpan<byte> utf8, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor, allows ref struct
    {
        if (utf8.Length > UsualLength)
        {
            return visitor.Visit(Encoding.UTF8.GetString(utf8));
        }

        Span<char> buffer = stackalloc char[UsualLength];
        var length = Encoding.UTF8.GetChars(utf8, buffer);
        return visitor.Visit(buffer[..length]);
    }

    private static string? Unescaped(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;    // half of a surrogate pair: no filter can have such a value
        }
    }

    private static bool HoldsAnything(JsonElement element, IReadOnlyList<string> path, int depth)
    {
        if (depth == path.Count)
        {
            return element.ValueKind switch
            {
                JsonValueKind.Array => element.GetArrayLength() > 0,
                JsonValueKind.Object => element.GetPropertyCount() > 0,
                JsonValueKind.String => !element.ValueEquals(""),
                JsonValueKind.Undefined or JsonValueKind.Null => false,
                _ => true,
            };
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            return element.ValueKind == JsonValueKind.Object
                && element.TryGetMember(path[depth], out var next)
                && HoldsAnything(next, path, depth + 1);
        }

        foreach (var item in element.EnumerateArray())
        {
            if (HoldsAnything(item, path, depth))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gathers every value that a field has.</summary>
    private readonly struct CollectVisitor() : IFieldVisitor
    {
        public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

        public bool Visit(scoped ReadOnlySpan<char> value)
        {
            Texts.Add(value.ToString());
            return false;
        }
    }

    /// <summary>Looks for <c>true</c>.</summary>
    private struct TruthVisitor : IFieldVisitor
    {
        public readonly bool Visit(scoped ReadOnlySpan<char> value) => value.SequenceEqual("true");
    }
}
