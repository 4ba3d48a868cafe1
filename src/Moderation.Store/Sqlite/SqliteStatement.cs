using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Moderation.Store;

/// <summary>
/// A prepared statement at SQLite's own interface. The hot path runs three a comment, and looking parameters up by
/// name and making a reader for each, as ADO.NET does, would cost more than SQLite itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private static readonly object Number = new();

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly object?[] _given;
    private int _next;

    internal SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v2(db, sql, out _statement));
        _given = new object?[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    /// <summary>Forgets the last run, so that values can be given from the first parameter on.</summary>
    internal SqliteStatement Begin()
    {
        // The result is that of the last step, which has been answered already.
        _ = raw.sqlite3_reset(_statement);
        _next = 1;
        return this;
    }

    internal SqliteStatement With(string? value)
    {
        if (IsGiven(value))
        {
            return this;
        }

        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, _next++));
            return this;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var buffer = longest <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(longest);
        var length = Encoding.UTF8.GetBytes(value, buffer);

        // An empty span has no address and would be bound as null.
        Check(length == 0
            ? raw.sqlite3_bind_text(_statement, _next++, "")
            : raw.sqlite3_bind_text(_statement, _next++, buffer[..length]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    internal SqliteStatement With(long value)
    {
        _given[_next] = Number;
        Check(raw.sqlite3_bind_int64(_statement, _next++, value));
        return this;
    }

    internal SqliteStatement With(double value)
    {
        _given[_next] = Number;
        Check(raw.sqlite3_bind_double(_statement, _next++, value));
        return this;
    }

    internal SqliteStatement With(byte[]? value)
    {
        if (!IsGiven(value))
        {
            Check(value is null ? raw.sqlite3_bind_null(_statement, _next++) : raw.sqlite3_bind_blob(_statement, _next++, value));
        }

        return this;
    }

    internal SqliteStatement With(DateTimeOffset? value) => value is { } time ? With(time.ToUnixTimeMilliseconds()) : With((string?)null);

    /// <summary>A UUID as EF Core writes it on SQLite: upper case with hyphens.</summary>
    internal SqliteStatement With(Guid? value) => With(value?.ToString().ToUpperInvariant());

    /// <summary>The next row, if there is one.</summary>
    internal bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }

        return false;
    }

    /// <summary>Runs to the end.</summary>
    internal void Run()
    {
        while (Step())
        {
        }

        End();
    }

    /// <summary>Lets go of the rows; a query left open would keep the log from being folded back into the file.</summary>
    internal void End() => _ = raw.sqlite3_reset(_statement);

    internal bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    internal long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    internal string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    internal string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    internal byte[]? Blob(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    /// <summary>
    /// Whether the next parameter has that very value from the run before, since SQLite keeps what it was given; if so, it is passed
    /// over. Most columns of a comment are null or the same in all of them.
    /// </summary>
    private bool IsGiven(object? value)
    {
        if (ReferenceEquals(_given[_next], value))
        {
            _next++;
            return true;
        }

        _given[_next] = value;
        return false;
    }

    private void Check(int result) => Check(_db, result);

    /// <summary>Throws where SQLite's answer on a connection is a failure.</summary>
    internal static void Check(sqlite3 db, int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(db));
        }
    }
}
