namespace Ringback.LoadTest.Server;

/// <summary>What is measured.</summary>
/// <param name="Assembly">The path of Ringback.Cli.dll.</param>
/// <param name="Store">Where it keeps its data: <see cref="Sqlite"/> or <see cref="Postgres"/>.</param>
internal sealed record MeasuredServer(string Assembly, string Store)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
}
