using SQLitePCL;

namespace Moderation.Store;

/// <summary>
/// Rows of one kind on their way into a table, several by one statement: what a statement costs besides its rows, for opening the
/// table and its indexes and for its counter of keys, is as much as a row.
/// </summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="db">The connection.</param>
/// <param name="insert">The statement for so many rows.</param>
/// <param name="give">Gives the statement the values of the next row.</param>
internal sealed class SqliteRows<T>(sqlite3 db, Func<int, string> insert, Action<SqliteStatement, T> give) : IDisposable
{
    private const int Together = 8;

    private readonly List<T> _rows = [];
    private readonly SqliteStatement _one = new(db, insert(1));
    private readonly SqliteStatement _several = new(db, insert(Together));

    internal void Add(T row) => _rows.Add(row);

    /// <summary>Writes what was added.</summary>
    internal void Write()
    {
        var at = 0;
        while (at < _rows.Count)
        {
            var size = _rows.Count - at >= Together ? Together : 1;
            var statement = size == 1 ? _one.Begin() : _several.Begin();
            for (var end = at + size; at < end; at++)
            {
                give(statement, _rows[at]);
            }

            statement.Run();
        }

        _rows.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _one.Dispose();
        _several.Dispose();
    }
}
