using Microsoft.Data.Sqlite;

namespace Ringback.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    /// <summary>The prepared statement for an SQL text, kept by the text's identity: pass constants only.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>A statement that is used once and disposed of by the caller; its text may be put together.</summary>
    public SqliteStatement Once(string sql) => new(connection.Handle!, sql);

    /// <summary>Ends a transaction and takes its changes back.</summary>
    public void Rollback()
    {
        try
        {
            Prepare("ROLLBACK").Run();
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself after some errors, and then there is no transaction to end.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
