using Microsoft.Data.Sqlite;
using Moderation.Policies;
using Moderation.Reviews;
using SQLitePCL;

namespace Moderation.Store;

/// <summary>Writes entries into a SQLite file, one after the other, with statements prepared once.</summary>
internal sealed class SqliteRecordWriter(string connectionString, WriteGate gate, SqliteCommentIds ids) : RecordWriter
{
    private readonly List<KnownRevision> _known = [];
    private readonly List<long> _keys = [];
    private readonly CommentIdRun _added = new();
    private readonly SqliteCheckpoints _checkpoints = new(connectionString);
    private Session? _session;
    private SqliteLogFile? _log;
    private long _key;

    /// <inheritdoc />
    internal override void Flush() => _log?.Flush();

    internal override async Task WriteAsync(IReadOnlyList<RecordEntry> entries, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            _session ??= Open();
            _session.Begin.Begin().Run();
            _log?.MakeRoom();
            _added.Clear();
            _key = SqliteCommentIds.ReadKey(_session.LastUsedKey);
            ids.Refresh(_session.Until, _session.Newer);
            for (var i = 0; i < entries.Count; i++)
            {
                entries[i].Result = Write(_session, entries[i]);
            }

            WriteRows(_session);
            // Twice as many as came, so that a run is written before the next one is full.
            var written = ids.WriteSlice(2 * entries.Count, _session.Ids, _session.MoveOn);
            _session.Commit.Begin().Run();
            ids.Committed(_added, written);
            _checkpoints.Committed(_session.Handle, entries.Count);
        }
        catch
        {
            // Closing rolls back; the next batch starts on a fresh connection, whatever state this one was in.
            _session?.Dispose();
            _session = null;
            throw;
        }
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _checkpoints.Dispose();
        if (_session is not null)
        {
            WriteRest(_session);
            _session.Dispose();
        }

        _log?.Dispose();
        (_session, _log) = (null, null);
        return ValueTask.CompletedTask;
    }

    private static void WriteRest(Session session)
    {
        try
        {
            SqliteCommentIds.WriteRest(session.Handle, leave: 0);
        }
        catch (SqliteException)
        {
            // It saves the next start the work; where the disk is full or the file locked, that does it.
        }
    }

    private Session Open()
    {
        var session = new Session(connectionString);
        _log?.Dispose();
        _log = session.FlushedBeside ? new SqliteLogFile(session.Handle) : null;
        return session;
    }

    private Recorded Write(Session session, RecordEntry entry)
    {
        var hash = SqliteCommentIds.HashOf(entry.Comment.Site, entry.Comment.Id);
        ReadKnown(session, entry, hash);
        var plan = RecordPlan.For(entry, _known);
        switch (plan.Step)
        {
            case RecordStep.Refuse:
                return plan.Refused();
            case RecordStep.Insert:
                var key = Insert(session, entry, plan, hash);
                Annotate(session, entry, key);
                return entry.Kept(plan.HasOthers ? RecordStatus.Changed : RecordStatus.New, plan.Revision);
            case RecordStep.Decide:
                Decide(session, entry, plan);
                Annotate(session, entry, plan.Known!.Value.Key);
                return entry.Kept(RecordStatus.Decided, plan.Revision);
            default:
                Annotate(session, entry, plan.Known!.Value.Key);
                return new Recorded(RecordStatus.Same, ReadDecision(session, entry, plan), plan.Revision);
        }
    }

    private void ReadKnown(Session session, RecordEntry entry, long hash)
    {
        var comment = entry.Comment;
        FindKeys(session, hash);
        _known.Clear();
        if (_keys.Count > 0)
        {
            // It may be of this group, and not be written yet.
            WriteRows(session);
        }

        foreach (var key in _keys)
        {
            var query = session.Known.Begin().With(key).With(comment.Site).With(comment.Id).With(comment.Section);
            if (query.Step())
            {
                _known.Add(new KnownRevision(key, (int)query.Long(0), query.Blob(1), query.Long(2) != 0, query.Long(3) != 0,
                    query.TextOrNull(4) is { } id ? Guid.Parse(id) : null));
            }

            query.End();
        }
    }

    /// <summary>The rows that may be of the comment, from this group, from memory and from the table; a hash proves nothing.</summary>
    private void FindKeys(Session session, long hash)
    {
        _keys.Clear();
        _added.Find(hash, _keys);
        ids.Find(hash, _keys);
        SqliteCommentIds.FindWritten(session.FindId, hash, _keys);
    }

    private long Insert(Session session, RecordEntry entry, RecordPlan plan, long hash)
    {
        var key = ++_key;
        session.Comments.Add((entry, plan, key));
        _added.Add(hash, key);
        if (plan.IsNewest)
        {
            foreach (var older in _known)
            {
                session.Supersede.Begin().With(older.Key).Run();
            }
        }

        if (entry.Ruling is not null)
        {
            InsertDecision(session, entry, plan, key);
        }

        return key;
    }

    private static void Decide(Session session, RecordEntry entry, RecordPlan plan)
    {
        var key = plan.Known!.Value.Key;
        session.Decide.Begin().With(key).With(entry.DecisionKey)
            .With(plan.IsNewest && entry.Incoming.ScoreLater ? entry.At : (DateTimeOffset?)null).Run();
        InsertDecision(session, entry, plan, key);
        session.Tell.Begin().With(entry.Comment.Site).With(entry.DecisionKey).With(entry.At)
            .With(plan.Known.Value.DecisionId).With(StoredNames.Of(entry.Ruling!.Verdict)).Run();
    }

    private static void InsertDecision(Session session, RecordEntry entry, RecordPlan plan, long key)
    {
        var (ruling, comment) = (entry.Ruling!, entry.Comment);
        session.Decisions.Add((entry, key));
        if (plan.IsNewest && ruling.Verdict == Verdict.Review)
        {
            session.Enqueue.Begin()
                .With(comment.Site).With(comment.Section).With(comment.Id).With(key).With(entry.DecisionKey)
                .With(entry.Priority).With(ReviewPriority.LabelsOf(ruling.Rules)).With(entry.At)
                .Run();
        }
        else if (plan.IsNewest && (plan.HasOthers || plan.Known is not null))
        {
            session.Dequeue.Begin()
                .With(comment.Site).With(comment.Section).With(comment.Id).With(entry.At).With(entry.DecisionKey)
                .Run();
        }
    }

    private static void WriteRows(Session session)
    {
        session.Comments.Write();
        session.Decisions.Write();
    }

    private static void GiveComment(SqliteStatement row, (RecordEntry Entry, RecordPlan Plan, long Key) added)
    {
        var (entry, plan, key) = added;
        var comment = entry.Comment;
        row.With(key).With(comment.Site).With(comment.Section).With(comment.Id).With(plan.Revision)
            .With(entry.Text).With(entry.TextHash).With(RecordEntry.Clean(comment.ParentId)).With(entry.ParentText)
            .With(entry.Incoming.KeepText ? RecordEntry.Clean(comment.Title) : null).With(RecordEntry.Clean(comment.Author))
            .With(comment.WrittenAt).With(RecordEntry.Clean(comment.Source)).With(entry.At)
            .With(plan.IsNewest && entry.WaitsForWorker ? entry.At : (DateTimeOffset?)null).With(entry.DecisionKey);
    }

    private static void GiveDecision(SqliteStatement row, (RecordEntry Entry, long Key) added)
    {
        var (entry, ruling) = (added.Entry, added.Entry.Ruling!);
        row.With(entry.DecisionKey).With(added.Key).With(StoredNames.Of(ruling.Verdict)).With(entry.RulesJson)
            .With(entry.ProbabilitiesJson).With(ruling.Assessment.Model).With(ruling.PolicyVersion)
            .With(ruling.Assessment.UnscoredBecause).With(entry.At);
    }

    private static void Annotate(Session session, RecordEntry entry, long key)
    {
        foreach (var annotation in entry.Incoming.Annotations)
        {
            session.Annotate.Begin()
                .With(key).With(StorableText.Clean(annotation.Rater)).With(StoreJson.Shares(annotation.Labels)).With(annotation.At).With(entry.At).With(entry.Comment.IsImported ? 1 : 0)
                .Run();
        }
    }

    private static Decision? ReadDecision(Session session, RecordEntry entry, RecordPlan plan)
    {
        if (plan.Known!.Value.DecisionId is not { } id || !session.Decision.Begin().With((Guid?)id).Step())
        {
            return null;
        }

        var decision = Decision(session.Decision, id, entry, plan.Revision);
        session.Decision.End();
        return decision;
    }

    private static Decision Decision(SqliteStatement row, Guid id, RecordEntry entry, int revision) =>
        new()
        {
            Id = id,
            Site = entry.Comment.Site,
            Section = entry.Comment.Section,
            CommentId = entry.Comment.Id,
            Revision = revision,
            Verdict = StoredNames.VerdictOf(row.Text(0)),
            Rules = StoreJson.ReadNames(row.Text(1)),
            Probabilities = StoreJson.ReadShares(row.Text(2)),
            Model = row.TextOrNull(3),
            PolicyVersion = row.TextOrNull(4),
            Moderator = row.TextOrNull(5),
            Reason = row.TextOrNull(6),
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.Long(7)),
        };

    /// <summary>A connection with its statements, for one thread at a time.</summary>
    private sealed class Session : IDisposable
    {
        private readonly List<IDisposable> _statements = [];

        internal Session(string connectionString)
        {
            Handle = Open(connectionString);
            try
            {
                Set(SqliteSettings.Pragmas);
                // Shorter than for others: the log tries again by itself, and answers when its patience ends.
                Set("PRAGMA busy_timeout=1000");
                FlushedBeside = SqliteLogFile.IsUsed(Handle);
                if (FlushedBeside)
                {
                    // A commit leaves its flush to us, who spare the disk the time of the last write. What a checkpoint
                    // needs to be safe SQLite still flushes by itself, and every other connection flushes its own commits.
                    Set("PRAGMA synchronous=NORMAL");
                }

                // The writer gives the keys itself: what a row refers to is in the transaction, and comments are never deleted.
                Set("PRAGMA foreign_keys=OFF");

                // Ids that are hashes fall all over the index, whose pages would else be read again for each comment.
                Set("PRAGMA cache_size=-16384");

                (Begin, Commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"));
                (Known, Decision) = (Prepare(SqliteRecordSql.Known), Prepare(SqliteRecordSql.Decision));
                Comments = Keep(new SqliteRows<(RecordEntry, RecordPlan, long)>(Handle, SqliteRecordSql.InsertComments, GiveComment));
                Decisions = Keep(new SqliteRows<(RecordEntry, long)>(Handle, SqliteRecordSql.InsertDecisions, GiveDecision));
                Ids = Keep(SqliteCommentIds.Rows(Handle));
                (Supersede, Decide) = (Prepare(SqliteRecordSql.Supersede), Prepare(SqliteRecordSql.Decide));
                (Enqueue, Dequeue) = (Prepare(SqliteRecordSql.Enqueue), Prepare(SqliteRecordSql.Dequeue));
                (Until, Newer, FindId) = (Prepare(SqliteRecordSql.Until), Prepare(SqliteRecordSql.Newer), Prepare(SqliteRecordSql.FindId));
                (LastUsedKey, MoveOn) = (Prepare(SqliteRecordSql.LastUsedKey), Prepare(SqliteRecordSql.MoveOn));
                (Annotate, Tell) = (Prepare(SqliteRecordSql.Annotate), Prepare(SqliteRecordSql.Tell));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        internal bool FlushedBeside { get; }

        internal SqliteStatement Begin { get; }

        internal SqliteStatement Commit { get; }

        internal SqliteStatement Until { get; }

        internal SqliteStatement Newer { get; }

        internal SqliteStatement FindId { get; }

        internal SqliteStatement LastUsedKey { get; }

        internal SqliteRows<(long Hash, long Key)> Ids { get; }

        internal SqliteStatement MoveOn { get; }

        internal SqliteStatement Known { get; }

        internal SqliteStatement Decision { get; }

        internal SqliteRows<(RecordEntry Entry, RecordPlan Plan, long Key)> Comments { get; }

        internal SqliteRows<(RecordEntry Entry, long Key)> Decisions { get; }

        internal SqliteStatement Supersede { get; }

        internal SqliteStatement Decide { get; }

        internal SqliteStatement Enqueue { get; }

        internal SqliteStatement Dequeue { get; }

        internal SqliteStatement Annotate { get; }

        internal SqliteStatement Tell { get; }

        internal sqlite3 Handle { get; }

        public void Dispose()
        {
            _statements.ForEach(statement => statement.Dispose());
            Handle.Dispose();
        }

        /// <summary>The file that ADO.NET opens, without SQLite's lock at each call: a comment takes some fifty, and here is one thread.</summary>
        private static sqlite3 Open(string connectionString)
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
            connection.Open();
            var result = raw.sqlite3_open_v2(
                raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string(), out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
            if (result != raw.SQLITE_OK)
            {
                using (handle)
                {
                    SqliteStatement.Check(handle, result);
                }
            }

            return handle;
        }

        private void Set(string pragmas) => SqliteStatement.Check(Handle, raw.sqlite3_exec(Handle, pragmas));

        private SqliteStatement Prepare(string sql) => Keep(new SqliteStatement(Handle, sql));

        private T Keep<T>(T statement)
            where T : IDisposable
        {
            _statements.Add(statement);
            return statement;
        }
    }
}
