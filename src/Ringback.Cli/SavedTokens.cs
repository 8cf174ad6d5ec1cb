using System.Text.Json;

namespace Ringback.Cli;

/// <summary>The tokens that a server has left in its data folder.</summary>
internal static class SavedTokens
{
    /// <summary>The file of a development server, with one token for each part that somebody plays.</summary>
    public static string DevFile(string folder) => Path.Combine(folder, "dev.json");

    /// <summary>The administrator's token: that of the first start, or that of development.</summary>
    /// <exception cref="CommandFailure">The folder has none, or it cannot be read.</exception>
    public static string Administrator(string folder)
    {
        var file = Path.Combine(folder, "admin-token");
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : Development(folder, "admin");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                $"No token: give --token or RINGBACK_TOKEN, or the server's data folder by --data. {error.Message}");
        }
    }

    /// <summary>A development server's token: <c>admin</c>, <c>person</c>, <c>bot</c> or <c>publisher</c>.</summary>
    /// <exception cref="CommandFailure">The file is not what a server writes.</exception>
    public static string Development(string folder, string part)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(DevFile(folder)));
            return file.RootElement.GetProperty("tokens").GetProperty(part).GetString()!;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandFailure($"{DevFile(folder)} is not what a server writes.");
        }
    }
}
