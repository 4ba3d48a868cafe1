using SQLitePCL;

namespace Moderation.Store;

/// <summary>
/// Finds rows by the site's id of the comment. An index on the ids themselves would be touched at another page for each comment,
/// since many ids are hashes, and SQLite writes whole pages: that was more than a third of what a comment cost. So the newest ids
/// are held in memory, and written into the table <c>comment_ids</c> by the ten thousands in the order of their hashes, a slice
/// with each commit. Nothing is lost with the memory: a row whose key is above <c>comment_ids_until</c> is read again.
/// </summary>
internal sealed class SqliteCommentIds
{
    /// <summary>So many ids are written in one order. Twice as many are held in memory at most, at 60 bytes each.</summary>
    internal const int RunLength = 32_768;

    // Who only reads never empties its memory; beyond this it begins again with what the writers have not written yet.
    private const int MostRead = 4 * RunLength;

    private readonly Lock _lock = new();
    private readonly int _runLength;
    private CommentIdRun _young = new();
    private CommentIdRun? _old;
    private (long Hash, long Key)[] _sorted = [];
    private int _written;
    private long _seen = -1;

    internal SqliteCommentIds(int runLength = RunLength) => _runLength = runLength;

    /// <summary>The place of a comment's id in the table. Part of the database's format: it never changes.</summary>
    internal static long HashOf(string site, string comment)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = 0xCBF29CE484222325;
        foreach (var c in site)
        {
            hash = (hash ^ c) * Multiplier;
        }

        // Where the site ends is part of it. No UTF-16 unit is that large.
        hash = (hash ^ 0x10000) * Multiplier;
        foreach (var c in comment)
        {
            hash = (hash ^ c) * Multiplier;
            hash ^= hash >> 32;
        }

        hash *= 0xD6E8FEB86659FD93;
        return (long)(hash ^ (hash >> 29));
    }

    /// <summary>Takes in what was committed since, by whomever.</summary>
    internal void Refresh(SqliteStatement until, SqliteStatement newer)
    {
        while (true)
        {
            var seen = Seen();
            var from = seen >= 0 ? seen : ReadKey(until);
            var found = Read(newer, from, int.MaxValue);
            lock (_lock)
            {
                // Somebody may have begun anew meanwhile; then what lies before is not in memory any more.
                if (_seen >= 0 || seen < 0)
                {
                    _seen = Math.Max(_seen, from);
                    Take(found.Entries);
                    return;
                }
            }
        }
    }

    /// <summary>Writes what no process has in a run that it is writing: after a crash, or of a database from before there was the table.</summary>
    /// <param name="db">Outside a transaction.</param>
    /// <param name="leave">So many may be left to the writer; fewer than <see cref="RunLength"/>.</param>
    internal static void WriteRest(sqlite3 db, int leave)
    {
        using var begin = new SqliteStatement(db, "BEGIN IMMEDIATE");
        using var commit = new SqliteStatement(db, "COMMIT");
        using var until = new SqliteStatement(db, SqliteRecordSql.Until);
        using var newer = new SqliteStatement(db, SqliteRecordSql.Newer);
        using var keep = Rows(db);
        using var moveOn = new SqliteStatement(db, SqliteRecordSql.MoveOn);
        using var last = new SqliteStatement(db, SqliteRecordSql.LastKey);
        if (ReadKey(last) - ReadKey(until) <= leave)
        {
            // Nearly always, and then nobody is to wait for us: this process may be one that gets the processor last.
            return;
        }

        CommentIdRun run;
        do
        {
            begin.Begin().Run();
            run = Read(newer, ReadKey(until), RunLength);
            if (run.Count > leave)
            {
                foreach (var id in run.Sorted())
                {
                    keep.Add(id);
                }

                keep.Write();
                moveOn.Begin().With(run.Last).Run();
            }

            commit.Begin().Run();
        }
        while (run.Count == RunLength);
    }

    /// <summary>Rows of the table, on their way into it.</summary>
    internal static SqliteRows<(long Hash, long Key)> Rows(sqlite3 db) =>
        new(db, SqliteRecordSql.KeepIds, static (row, id) => row.With(id.Hash).With(id.Key));

    /// <summary>The keys of rows that may have one of the ids.</summary>
    internal List<long> Find(sqlite3 db, string site, IReadOnlyList<string> comments)
    {
        using var until = new SqliteStatement(db, SqliteRecordSql.Until);
        using var newer = new SqliteStatement(db, SqliteRecordSql.Newer);
        using var findId = new SqliteStatement(db, SqliteRecordSql.FindId);
        Refresh(until, newer);
        var keys = new List<long>();
        foreach (var comment in comments)
        {
            // Memory before the table: what leaves the one is in the other already.
            var hash = HashOf(site, comment);
            Find(hash, keys);
            FindWritten(findId, hash, keys);
        }

        return keys;
    }

    /// <summary>Adds the keys of rows that may have the id, from the table.</summary>
    internal static void FindWritten(SqliteStatement findId, long hash, List<long> keys)
    {
        _ = findId.Begin().With(hash);
        while (findId.Step())
        {
            if (findId.Long(0) is var key && !keys.Contains(key))
            {
                keys.Add(key);
            }
        }

        findId.End();
    }

    /// <summary>Adds the keys of rows that may have the id and are not in the table yet.</summary>
    internal void Find(long hash, List<long> keys)
    {
        lock (_lock)
        {
            _young.Find(hash, keys);
            _old?.Find(hash, keys);
        }
    }

    /// <summary>Writes the next slice of the run that is being written, inside the writer's transaction.</summary>
    /// <returns>How many were written, for <see cref="Committed"/>.</returns>
    internal int WriteSlice(int most, SqliteRows<(long Hash, long Key)> keep, SqliteStatement moveOn)
    {
        if (_old is null)
        {
            return 0;
        }

        var slice = _sorted.AsSpan(_written, Math.Min(most, _sorted.Length - _written));
        foreach (var id in slice)
        {
            keep.Add(id);
        }

        keep.Write();
        if (_written + slice.Length == _sorted.Length)
        {
            moveOn.Begin().With(_old.Last).Run();
        }

        return slice.Length;
    }

    /// <summary>To be called after the writer's commit with what it added and how much of the run it wrote.</summary>
    internal void Committed(CommentIdRun added, int written)
    {
        lock (_lock)
        {
            Take(added.Entries);
            _written += written;
            if (_old is not null && _written == _sorted.Length)
            {
                (_old, _sorted, _written) = (null, [], 0);
            }

            if (_old is null && _young.Count >= _runLength)
            {
                (_old, _sorted, _young) = (_young, _young.Sorted(), new CommentIdRun());
            }
        }
    }

    // A reader may have taken in what the writer has just committed, or the other way round; keys ascend.
    private void Take(IEnumerable<(long Hash, long Key)> entries)
    {
        foreach (var (hash, key) in entries)
        {
            if (key > _seen)
            {
                _young.Add(hash, key);
                _seen = key;
            }
        }
    }

    /// <summary>The one number that a query gives, or 0.</summary>
    internal static long ReadKey(SqliteStatement one)
    {
        _ = one.Begin().Step();
        var key = one.Long(0);
        one.End();
        return key;
    }

    private static CommentIdRun Read(SqliteStatement newer, long from, int most)
    {
        var run = new CommentIdRun();
        _ = newer.Begin().With(from);
        while (run.Count < most && newer.Step())
        {
            run.Add(HashOf(newer.Text(1), newer.Text(2)), newer.Long(0));
        }

        newer.End();
        return run;
    }

    private long Seen()
    {
        lock (_lock)
        {
            if (_old is null && _young.Count > MostRead)
            {
                (_seen, _young) = (-1, new CommentIdRun());
            }

            return _seen;
        }
    }
}
