using Npgsql;
using NpgsqlTypes;

namespace Ringback.Storage.Postgres;

/// <summary>Makes commands, and reads what columns may lack.</summary>
internal static class Sql
{
    /// <summary>A command with parameters <c>$1</c>, <c>$2</c> and so on; null is NULL, and times are in UTC.</summary>
    public static NpgsqlBatchCommand Command(string sql, params object?[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(Parameter(parameter));
        }

        return command;
    }

    /// <summary>A column's value, or null for NULL.</summary>
    public static T? OrNull<T>(this NpgsqlDataReader reader, int column)
        where T : class => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>A time, or null for NULL.</summary>
    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.Time(column);

    /// <summary>A time, in UTC.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);

    // The kind of a time is looked for in its first value, which an empty or partly empty column lacks.
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        DateTime[] or DateTime?[] =>
            new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
        _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
    };
}
