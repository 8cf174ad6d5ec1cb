using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads and binds values by what their columns hold.</summary>
internal static class SqliteValues
{
    private const char WordSeparator = ' ';

    /// <summary>A value of the row that a statement is at.</summary>
    public static object? Read(SqliteStatement row, int column, ColumnKind kind) => row.IsNull(column) ? null : kind switch
    {
        ColumnKind.Integer => row.Integer(column),
        ColumnKind.Flag => row.Integer(column) != 0,
        ColumnKind.Text => row.Text(column),
        ColumnKind.Bytes => row.Bytes(column),
        ColumnKind.Id => row.Guid(column),
        ColumnKind.Time => row.Time(column),
        ColumnKind.Words => ToWords(row.Text(column)!),
        ColumnKind.Times => HealthRows.FromBytes(row.Bytes(column)!),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Binds values to the parameters from 1 on.</summary>
    public static SqliteStatement Bind(SqliteStatement statement, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            _ = values[i] switch
            {
                null => statement.Bind(i + 1, (string?)null),
                long number => statement.Bind(i + 1, number),
                bool flag => statement.Bind(i + 1, flag ? 1L : 0L),
                string text => statement.Bind(i + 1, text),
                byte[] bytes => statement.Bind(i + 1, bytes),
                Guid id => statement.Bind(i + 1, id),
                DateTimeOffset time => statement.Bind(i + 1, time),
                string[] words => statement.Bind(i + 1, ToText(words)),
                DateTimeOffset[] times => statement.Bind(i + 1, HealthRows.ToBytes(times)),
                var other => throw new ArgumentException($"No column holds a {other.GetType()}.", nameof(values)),
            };
        }

        return statement;
    }

    /// <summary>Words as a column holds them.</summary>
    public static string ToText(IEnumerable<string> words) => string.Join(WordSeparator, words);

    /// <summary>The words of a column.</summary>
    public static string[] ToWords(string text) => text.Split(WordSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value that is less than all others of its kind.</summary>
    public static object Least(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => long.MinValue,
        ColumnKind.Text => "",
        ColumnKind.Id => Guid.Empty,
        ColumnKind.Time => DateTimeOffset.MinValue,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
