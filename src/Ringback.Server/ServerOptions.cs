namespace Ringback.Server;

/// <summary>What can be said when the server starts; null leaves it to configuration and defaults.</summary>
public sealed record ServerOptions
{
    /// <summary>The data folder (<c>Ringback:Data</c>); default <c>./ringback-data</c>.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// An Npgsql connection string (<c>ConnectionStrings:Ringback</c>) of the database to use instead of a file in the data
    /// folder; default none.
    /// </summary>
    public string? Postgres { get; init; }

    /// <summary>Where to listen (<c>Urls</c>), separated by semicolons; default <c>http://127.0.0.1:5080</c>.</summary>
    public string? Urls { get; init; }

    /// <summary>Development (<c>Ringback:Dev</c>): private targets allowed, an org with tokens made. Default false.</summary>
    public bool? Dev { get; init; }

    /// <summary>A file with resources to add (<c>Ringback:Catalogue</c>); default none.</summary>
    public string? Catalogue { get; init; }

    /// <summary>Whose rules hold (<c>Ringback:Profile</c>): <c>default</c> or <c>webex</c>; default <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Further settings, by their configuration keys.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
