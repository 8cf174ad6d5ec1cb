using Npgsql;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Postgres;

/// <summary>Reads and passes values by what their columns hold.</summary>
internal static class PostgresValues
{
    /// <summary>A value of the row that a reader is at.</summary>
    public static object? Read(NpgsqlDataReader row, int column, ColumnKind kind) => row.IsDBNull(column) ? null : kind switch
    {
        ColumnKind.Integer => Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture),
        ColumnKind.Flag => row.GetBoolean(column),
        ColumnKind.Text => row.GetString(column),
        ColumnKind.Bytes => row.GetFieldValue<byte[]>(column),
        ColumnKind.Id => row.GetGuid(column),
        ColumnKind.Time => row.Time(column),
        ColumnKind.Words => row.GetFieldValue<string[]>(column),
        ColumnKind.Times => row.GetFieldValue<DateTimeOffset[]>(column),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A value as a parameter.</summary>
    public static object? Parameter(object? value) => value switch
    {
        DateTimeOffset time => time.UtcDateTime,
        DateTimeOffset[] times => Array.ConvertAll(times, time => time.UtcDateTime),
        string text => RowEncoding.Plain(text),
        string[] words => Array.ConvertAll(words, RowEncoding.Plain),
        _ => value,
    };

    /// <summary>The value that is less than all others of its kind.</summary>
    public static object Least(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => -1L,
        ColumnKind.Text => "",
        ColumnKind.Id => Guid.Empty,
        ColumnKind.Time => DateTimeOffset.UnixEpoch.AddYears(-1000),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
