namespace Ringback.Server.Http;

/// <summary>Reads a setting that is a list: items of their own, or one value with commas, as an environment variable has it.</summary>
internal static class SettingList
{
    /// <summary>The items; null when there is no such setting.</summary>
    public static IReadOnlyList<string>? Read(IConfiguration configuration, string key)
    {
        if (configuration[key] is { Length: > 0 } list)
        {
            return list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        var items = configuration.GetSection(key).GetChildren().Select(item => item.Value).OfType<string>().ToList();
        return items.Count == 0 ? null : items;
    }
}
