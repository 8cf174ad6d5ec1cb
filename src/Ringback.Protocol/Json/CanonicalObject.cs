using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chars = System.ReadOnlySpan<char>;

namespace Ringback.Protocol.Json;

/// <summary>Objects with their members in the order that JavaScript gives them.</summary>
internal static class CanonicalObject
{
    private const int MostOnStack = 32;
    private const int LongestOnStack = 64;

    /// <summary>Writes an object without the withheld members.</summary>
    public static void Write(JsonElement element, IReadOnlySet<string>? withheld, ref Utf8Output output)
    {
        if (KeepsItsOrder(element))
        {
            WriteInOrder(element, withheld, ref output);
        }
        else
        {
            WriteReordered(element, withheld, ref output);
        }
    }

    private static void WriteInOrder(JsonElement element, IReadOnlySet<string>? withheld, ref Utf8Output output)
    {
        output.Append((byte)'{');
        var first = true;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (withheld is { Count: > 0 } && Contains(withheld, name))
            {
                continue;
            }

            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            CanonicalString.WriteRaw(name, ref output);
            output.Append((byte)':');
            CanonicalJson.WriteValue(property.Value, ref output);
        }

        output.Append((byte)'}');
    }

    private static void WriteReordered(JsonElement element, IReadOnlySet<string>? withheld, ref Utf8Output output)
    {
        output.Append((byte)'{');
        var first = true;
        foreach (var (name, value) in MembersInOrder(element))
        {
            if (withheld is not null && withheld.Contains(name))
            {
                continue;
            }

            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            CanonicalString.Write(name, ref output);
            output.Append((byte)':');
            CanonicalJson.WriteValue(value, ref output);
        }

        output.Append((byte)'}');
    }

    /// <summary>
    /// Whether the set has a name without escapes; the usual sets are asked without making a string of it.
    /// </summary>
    private static bool Contains(IReadOnlySet<string> names, ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestOnStack)
        {
            return names.Contains(Encoding.UTF8.GetString(name));
        }

        Span<char> buffer = stackalloc char[LongestOnStack];
        ReadOnlySpan<char> text = buffer[..Encoding.UTF8.GetChars(name, buffer)];
        return names switch
        {
            FrozenSet<string> set when set.TryGetAlternateLookup<Chars>(out var frozen) => frozen.Contains(text),
            HashSet<string> set when set.TryGetAlternateLookup<Chars>(out var hashed) => hashed.Contains(text),
            _ => names.Contains(text.ToString()),
        };
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> MembersInOrder(JsonElement element)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            members[CanonicalString.Decode(JsonMarshal.GetRawUtf8PropertyName(property))] = property.Value;
        }

        return members.OrderBy(member => ArrayIndex(member.Key) ?? uint.MaxValue);
    }

    /// <summary>The index that a key is; null for all other keys, and 2^32-1 is one of them.</summary>
    private static uint? ArrayIndex(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index != uint.MaxValue
        && name.Length == index.ToString(CultureInfo.InvariantCulture).Length
            ? index
            : null;

    /// <summary>
    /// Whether the members stand in JavaScript's order for sure, found without allocating: no key is an index, has an
    /// escape or bad UTF-8, and no two have the same fingerprint.
    /// </summary>
    private static bool KeepsItsOrder(JsonElement element)
    {
        var count = element.GetPropertyCount();
        ulong[]? rented = null;
        var prints = count <= MostOnStack
            ? stackalloc ulong[MostOnStack]
            : rented = ArrayPool<ulong>.Shared.Rent(count);
        var keeps = TryFingerprint(element, prints) && AllDiffer(prints[..count]);
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return keeps;
    }

    private static bool TryFingerprint(JsonElement element, Span<ulong> prints)
    {
        var count = 0;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (!name.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || name.Contains((byte)'\\')
                || !Utf8.IsValid(name))
            {
                return false;
            }

            prints[count++] = Fingerprint(name);
        }

        return true;
    }

    private static ulong Fingerprint(ReadOnlySpan<byte> name)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var print = (ulong)name.Length;
        while (name.Length >= sizeof(ulong))
        {
            print = (print ^ MemoryMarshal.Read<ulong>(name)) * Prime;
            print ^= print >> 32;
            name = name[sizeof(ulong)..];
        }

        foreach (var unit in name)
        {
            print = (print ^ unit) * Prime;
        }

        return print;
    }

    private static bool AllDiffer(Span<ulong> prints)
    {
        prints.Sort();
        for (var i = 1; i < prints.Length; i++)
        {
            if (prints[i] == prints[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}
