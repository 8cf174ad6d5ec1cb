using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;

namespace Ringback.Server.Http;

/// <summary>
/// How a request record is read. Names, kinds and limits are those of the record, of which the description of the API is made
/// too, so that neither stands anywhere else.
/// </summary>
internal static class RequestShape<T>
    where T : class
{
    // All that a constructor of such a record takes can be left out.
    private static readonly ConstructorInfo Constructor = typeof(T).GetConstructors().MinBy(made => made.GetParameters().Length)!;
    private static readonly object?[] Nothing = [.. Constructor.GetParameters().Select(part => part.DefaultValue)];

    private static readonly RequestMember<T>[] Members =
        [.. RingbackJson.Options.GetTypeInfo(typeof(T)).Properties.Select(ToMember)];

    /// <summary>A record in which all is left out.</summary>
    public static RequestRecord<T> Empty() => new((T)Constructor.Invoke(Nothing));

    /// <summary>Reads the object that is next; unknown fields in it are passed over, as Webex does.</summary>
    public static RequestRecord<T> Read(ref FieldReader reader)
    {
        var record = Empty();
        var seen = 0;
        reader.Begin();
        while (reader.NextMember())
        {
            ReadMember(ref reader, record, ref seen);
        }

        return record;
    }

    /// <summary>Reads the member that the reader came to.</summary>
    /// <param name="reader">The reader, at the member's name.</param>
    /// <param name="record">The record that the member's value is read into.</param>
    /// <param name="seen">Which members have been read.</param>
    public static void ReadMember(ref FieldReader reader, RequestRecord<T> record, ref int seen)
    {
        for (var i = 0; i < Members.Length; i++)
        {
            if (!reader.IsNamed(Members[i].Utf8Name))
            {
                continue;
            }

            if ((seen & (1 << i)) != 0)
            {
                // The last one counts.
                reader.Problems.RemoveAll(problem => problem.Field.StartsWith(Members[i].Name, StringComparison.Ordinal));
            }

            seen |= 1 << i;
            reader.ToValue();
            Members[i].Read(ref reader, record);
            return;
        }

        reader.ToValue();
        reader.Skip();
    }

    private static RequestMember<T> ToMember(JsonPropertyInfo member) =>
        new(member.Name, Encoding.UTF8.GetBytes(member.Name), ToReading(member.Name, (PropertyInfo)member.AttributeProvider!));

    // Through the record's own setters, which for "init" exist only by reflection; it is done once.
    private static RequestMemberReading<T> ToReading(string name, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type == typeof(string))
        {
            var set = Setter<string?>(property);
            return (ref reader, into) => set(into.Value, reader.Text(name));
        }

        if (type == typeof(DateTimeOffset?))
        {
            var set = Setter<DateTimeOffset?>(property);
            return (ref reader, into) => set(into.Value, reader.Time(name));
        }

        if (type == typeof(int?))
        {
            var set = Setter<int?>(property);
            var range = property.GetCustomAttribute<RangeAttribute>()!;
            var (least, most) = ((int)range.Minimum, (int)range.Maximum);
            return (ref reader, into) => set(into.Value, reader.Whole(name, least, most));
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            var set = Setter<IReadOnlyList<string>?>(property);
            var limit = property.GetCustomAttribute<ListLimitAttribute>()!;
            return (ref reader, into) => set(into.Value, reader.Texts(name, limit.MaxCount, limit.MaxLength));
        }

        return type == typeof(JsonElement)
            ? (ref reader, into) => into.Any = reader.Any(name)
            : throw new NotSupportedException($"{typeof(T).Name}.{property.Name} is of a type that requests do not have.");
    }

    private static Action<T, TValue> Setter<TValue>(PropertyInfo property) =>
        property.SetMethod!.CreateDelegate<Action<T, TValue>>();
}
