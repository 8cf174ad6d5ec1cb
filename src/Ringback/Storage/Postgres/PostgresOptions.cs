namespace Ringback.Storage.Postgres;

/// <summary>Which PostgreSQL database to use, if any.</summary>
internal sealed class PostgresOptions
{
    /// <summary>The name among the connection strings of the configuration.</summary>
    public const string ConnectionName = "Ringback";

    /// <summary>An Npgsql connection string, as <c>Host=db;Username=ringback;Password=…;Database=ringback</c>.</summary>
    public string ConnectionString { get; set; } = "";
}
