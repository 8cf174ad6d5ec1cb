using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// A prepared statement on SQLite's own interface. Every delivery runs three of these; the ADO.NET layer would cost
/// several times what SQLite itself takes. Not thread-safe, like the connection it belongs to.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    // The same two for direct calls: this object keeps the statement, and its session the connection, for as long as it lives.
    private readonly nint _databaseHandle;
    private readonly nint _handle;

    /// <summary>Prepares a statement, to be run many times.</summary>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _databaseHandle = database.DangerousGetHandle();
        _handle = _statement.DangerousGetHandle();
    }

    /// <summary>Binds an integer to a parameter, counted from 1.</summary>
    public SqliteStatement Bind(int parameter, long value)
    {
        Check(SqliteNative.BindInteger(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds an integer or NULL.</summary>
    public SqliteStatement Bind(int parameter, long? value) =>
        value is { } number ? Bind(parameter, number) : BindNull(parameter);

    /// <summary>Binds text or NULL.</summary>
    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var utf8 = rented ?? stackalloc byte[OnStack];
        var length = Encoding.UTF8.GetBytes(value, utf8);
        var code = SqliteNative.BindText(_handle, parameter, in utf8[0], length, SqliteNative.Transient);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        Check(code);
        return this;
    }

    /// <summary>Binds bytes or NULL.</summary>
    public SqliteStatement Bind(int parameter, byte[]? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        // No address at all would be bound as NULL.
        Check(value.Length == 0
            ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0)
            : SqliteNative.BindBytes(_handle, parameter, in value[0], value.Length, SqliteNative.Transient));
        return this;
    }

    /// <summary>Binds a UUID as 16 bytes in network order, so that version 7 sorts by time.</summary>
    public SqliteStatement Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(SqliteNative.BindBytes(_handle, parameter, in bytes[0], bytes.Length, SqliteNative.Transient));
        return this;
    }

    /// <summary>Binds a time as milliseconds since 1970.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset value) =>
        Bind(parameter, value.ToUnixTimeMilliseconds());

    /// <summary>Binds a time or NULL.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset? value) =>
        Bind(parameter, value?.ToUnixTimeMilliseconds());

    /// <summary>Runs it to its end and makes it ready for the next use; how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            while (Step())
            {
            }

            return SqliteNative.Changes(_databaseHandle);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Moves to the next row; false after the last one. Call <see cref="Reset"/> when done.</summary>
    public bool Step()
    {
        var code = SqliteNative.Step(_handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            Check(code);
        }

        return false;
    }

    /// <summary>Makes the statement ready for the next use.</summary>
    public void Reset() => _ = SqliteNative.Reset(_handle);

    /// <summary>Whether a column, counted from 0, is NULL.</summary>
    public bool IsNull(int column) => SqliteNative.ColumnType(_handle, column) == raw.SQLITE_NULL;

    /// <summary>The integer in a column, counted from 0; 0 for NULL.</summary>
    public long Integer(int column) => SqliteNative.ColumnInteger(_handle, column);

    /// <summary>Text, or null for NULL.</summary>
    public string? Text(int column)
    {
        // SQLite keeps text as UTF-8 and gives it as it is; an empty one may be NULL.
        var utf8 = Raw(column);
        return utf8.IsEmpty && IsNull(column) ? null : Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Text that recurs; empty for NULL.</summary>
    public string Text(int column, SharedTexts texts) => texts.Share(Raw(column));

    /// <summary>Bytes, or null for NULL.</summary>
    public byte[]? Bytes(int column)
    {
        var bytes = Raw(column);
        return bytes.IsEmpty && IsNull(column) ? null : bytes.ToArray();
    }

    /// <summary>A UUID of 16 bytes in network order.</summary>
    public Guid Guid(int column) => new(Raw(column), bigEndian: true);

    /// <summary>A time of milliseconds since 1970.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column));

    /// <summary>A time, or null for NULL.</summary>
    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    // Good until the next step or reset.
    private unsafe ReadOnlySpan<byte> Raw(int column)
    {
        var bytes = SqliteNative.ColumnBytes(_handle, column);
        return new ReadOnlySpan<byte>((void*)bytes, SqliteNative.ColumnLength(_handle, column));
    }

    private SqliteStatement BindNull(int parameter)
    {
        Check(SqliteNative.BindNull(_handle, parameter));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}
