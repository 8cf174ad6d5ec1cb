using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Ringback.Hosting;

namespace Ringback.Server.Start;

/// <summary>
/// Checks Ringback's own settings against the options that they are for, before anything reads them: their values, and that there
/// is such a setting at all.
/// </summary>
internal static class OwnSettings
{
    private const string Root = "Ringback";
    private const string Section = "SectionName";
    private const string Dev = "Ringback:Dev";

    /// <summary>What is wrong, a sentence each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var known = Options().ToDictionary(option => option.Key, option => option.Property, StringComparer.OrdinalIgnoreCase);
        // The root itself may have a value that is nobody's: that of an environment variable RINGBACK.
        foreach (var (key, value) in configuration.GetSection(Root).AsEnumerable()
            .Where(setting => setting.Value is not null && setting.Key.Contains(':', StringComparison.Ordinal)))
        {
            if (key.Equals(Dev, StringComparison.OrdinalIgnoreCase))
            {
                if (!bool.TryParse(value, out _))
                {
                    yield return $"{key} must be true or false; \"{value}\" came";
                }
            }
            else if (known.TryGetValue(key, out var option))
            {
                if (!Takes(option, option.PropertyType, value!))
                {
                    yield return $"{key} must be {Allowed(option)}; \"{value}\" came";
                }
            }
            else if (!known.TryGetValue(key[..key.LastIndexOf(':')], out var list)
                || list.PropertyType == typeof(string) || !list.PropertyType.IsGenericType)
            {
                yield return $"{key} is not a setting";
            }
            else if (!Takes(list, list.PropertyType.GenericTypeArguments[0], value!))
            {
                yield return $"{key} must be {Allowed(list)}; \"{value}\" came";
            }
        }
    }

    private static IEnumerable<(string Key, PropertyInfo Property)> Options() =>
        from assembly in new[] { typeof(RingbackEngine).Assembly, typeof(OwnSettings).Assembly }
        from type in assembly.GetTypes()
        let section = type.GetField(Section)?.GetRawConstantValue() as string
        where section is not null
        from property in type.GetProperties()
        where property.CanWrite
        select ($"{section}:{property.Name}", property);

    private static bool Takes(PropertyInfo option, Type type, string value)
    {
        if (type.IsGenericType || type == typeof(string))
        {
            // A list in one value, or a text: its own validator knows more.
            return true;
        }

        try
        {
            var converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return option.GetCustomAttribute<RangeAttribute>() is not { } range || range.IsValid(converted);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Allowed(PropertyInfo option)
    {
        var type = option.PropertyType.IsGenericType ? option.PropertyType.GenericTypeArguments[0] : option.PropertyType;
        var what = type == typeof(bool) ? "true or false"
            : type == typeof(TimeSpan) ? "a time such as 00:00:30"
            : type == typeof(double) ? "a number"
            : "a whole number";
        return option.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{what} from {range.Minimum} to {range.Maximum}")
            : what;
    }
}
