using System.Text.RegularExpressions;

namespace Ringback.Storage.Maintenance;

/// <summary>Which database is meant: that of a data folder, or one of PostgreSQL.</summary>
/// <param name="Text">The folder, or the connection string.</param>
/// <param name="IsPostgres">Which of the two it is.</param>
internal sealed partial record StoreAddress(string Text, bool IsPostgres)
{
    /// <summary>
    /// Tells them apart: a connection string begins with a word and an equals sign (<c>Host=…</c>), or with <c>postgres://</c>,
    /// which is refused later; anything else is a folder. A folder whose name looks so is written with <c>./</c>.
    /// </summary>
    public static StoreAddress Parse(string text) => new(text, ConnectionString().IsMatch(text));

    [GeneratedRegex(@"^\s*([A-Za-z][A-Za-z ]*=|postgres(ql)?://)")]
    private static partial Regex ConnectionString();
}
