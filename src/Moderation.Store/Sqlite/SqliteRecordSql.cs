namespace Moderation.Store;

/// <summary>What the <see cref="SqliteRecordWriter"/> says to SQLite. Parameters are bound in the order they stand.</summary>
internal static class SqliteRecordSql
{
    internal const string Until = "SELECT until FROM comment_ids_until";

    internal const string LastKey = "SELECT max(key) FROM comments";

    internal const string Newer = "SELECT key, site, comment_id FROM comments WHERE key > ?1 ORDER BY key";

    internal const string FindId = "SELECT key FROM comment_ids WHERE hash = ?1";

    // Never back: another process may have come further.
    internal const string MoveOn = "UPDATE comment_ids_until SET until = max(until, ?1)";

    internal const string LastUsedKey = "SELECT seq FROM sqlite_sequence WHERE name = 'comments'";

    internal const string Known =
        """
        SELECT revision, text_hash, pending_since IS NOT NULL, erased_at IS NOT NULL, decision_id
        FROM comments WHERE key = ?1 AND site = ?2 AND comment_id = ?3 AND section = ?4
        """;

    private const string Comments =
        """
        INSERT INTO comments (key, site, section, comment_id, revision, text, text_hash, parent_id, parent_text, title, author,
            written_at, source, received_at, pending_since, attempts, decision_id) VALUES
        """;

    private const string Comment = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)";

    private const string Decisions =
        "INSERT INTO decisions (id, comment_key, verdict, rules, probabilities, model, policy_version, reason, at) VALUES ";

    private const string OneDecision = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private const string Ids = "INSERT OR IGNORE INTO comment_ids (hash, key) VALUES ";

    private const string Id = "(?, ?)";

    internal const string Supersede =
        """
        UPDATE comments SET pending_since = NULL, leased_by = NULL, leased_until = NULL
        WHERE key = ?1 AND pending_since IS NOT NULL
        """;

    internal const string Decide =
        """
        UPDATE comments SET decision_id = ?2, pending_since = ?3, leased_by = NULL, leased_until = NULL WHERE key = ?1
        """;

    internal const string Enqueue =
        """
        INSERT INTO review_items (site, section, comment_id, comment_key, decision_id, priority, labels, enqueued_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (site, section, comment_id) WHERE resolved_at IS NULL DO UPDATE
        SET comment_key = excluded.comment_key, decision_id = excluded.decision_id, priority = excluded.priority, labels = excluded.labels
        """;

    internal const string Dequeue =
        """
        UPDATE review_items SET resolved_at = ?4, resolution_id = ?5
        WHERE site = ?1 AND section = ?2 AND comment_id = ?3 AND resolved_at IS NULL
        """;

    internal const string Decision =
        """
        SELECT verdict, rules, probabilities, model, policy_version, moderator, reason, at FROM decisions WHERE id = ?1
        """;

    internal const string Annotate =
        """
        INSERT INTO annotations (comment_key, rater, labels, at, received_at, imported)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE ?3 IS NOT
            (SELECT labels FROM annotations WHERE comment_key = ?1 AND rater = ?2 ORDER BY key DESC LIMIT 1)
        """;

    // Only where the verdict in force becomes another one; the sender of a new comment hears it in the answer.
    internal const string Tell =
        """
        INSERT INTO webhook_deliveries (endpoint_id, decision_id, created_at, due_at, attempts)
        SELECT id, ?2, ?3, ?3, 0 FROM webhook_endpoints WHERE site = ?1 AND disabled_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM decisions WHERE id = ?4 AND verdict = ?5)
        """;

    internal static string InsertComments(int rows) => Several(Comments, Comment, rows);

    internal static string InsertDecisions(int rows) => Several(Decisions, OneDecision, rows);

    internal static string KeepIds(int rows) => Several(Ids, Id, rows);

    private static string Several(string insert, string row, int rows) => insert + string.Join(", ", Enumerable.Repeat(row, rows));
}
