namespace Moderation.Store;

/// <summary>What the <see cref="PostgresRecordWriter"/> says to PostgreSQL: one statement a kind of row, whatever their number.</summary>
internal static class PostgresRecordSql
{
    // The lock makes writers of the same comment wait for each other; its order keeps them from waiting in a circle.
    internal const string Known =
        """
        SELECT c.site, c.section, c.comment_id, c.key, c.revision, c.text_hash, c.pending_since IS NOT NULL, c.erased_at IS NOT NULL, c.decision_id
        FROM comments c JOIN unnest($1, $2, $3) AS k(site, section, comment_id)
            ON c.site = k.site AND c.comment_id = k.comment_id AND c.section = k.section
        ORDER BY c.key FOR UPDATE OF c
        """;

    internal const string InsertComments =
        """
        INSERT INTO comments (site, section, comment_id, revision, text, text_hash, parent_id, parent_text, title, author,
            written_at, source, received_at, pending_since, attempts, decision_id)
        SELECT site, section, comment_id, revision, text, text_hash, parent_id, parent_text, title, author,
            written_at, source, received_at, pending_since, 0, decision_id
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AS n(site, section, comment_id, revision, text,
            text_hash, parent_id, parent_text, title, author, written_at, source, received_at, pending_since, decision_id)
        ON CONFLICT (site, comment_id, section, revision) DO NOTHING
        RETURNING key, site, section, comment_id
        """;

    internal const string Supersede =
        """
        UPDATE comments c SET pending_since = NULL, leased_by = NULL, leased_until = NULL
        FROM unnest($1, $2, $3, $4) AS n(site, section, comment_id, revision)
        WHERE c.site = n.site AND c.comment_id = n.comment_id AND c.section = n.section AND c.revision < n.revision
            AND c.pending_since IS NOT NULL
        """;

    internal const string Decide =
        """
        UPDATE comments c SET decision_id = n.decision_id, pending_since = n.pending_since, leased_by = NULL, leased_until = NULL
        FROM unnest($1, $2, $3) AS n(key, decision_id, pending_since) WHERE c.key = n.key
        """;

    internal const string InsertDecisions =
        """
        INSERT INTO decisions (id, comment_key, verdict, rules, probabilities, model, policy_version, reason, at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    internal const string Enqueue =
        """
        INSERT INTO review_items (site, section, comment_id, comment_key, decision_id, priority, labels, enqueued_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (site, section, comment_id) WHERE resolved_at IS NULL DO UPDATE
        SET comment_key = excluded.comment_key, decision_id = excluded.decision_id, priority = excluded.priority, labels = excluded.labels
        """;

    internal const string Dequeue =
        """
        UPDATE review_items i SET resolved_at = n.at, resolution_id = n.decision_id
        FROM unnest($1, $2, $3, $4, $5) AS n(site, section, comment_id, at, decision_id)
        WHERE i.site = n.site AND i.section = n.section AND i.comment_id = n.comment_id AND i.resolved_at IS NULL
        """;

    internal const string Decisions =
        """
        SELECT id, verdict, rules, probabilities, model, policy_version, moderator, reason, at FROM decisions WHERE id = ANY($1)
        """;

    internal const string Annotate =
        """
        INSERT INTO annotations (comment_key, rater, labels, at, received_at, imported)
        SELECT $1, $2, $3, $4, $5, $6 WHERE $3 IS DISTINCT FROM
            (SELECT labels FROM annotations WHERE comment_key = $1 AND rater = $2 ORDER BY key DESC LIMIT 1)
        """;

    // Only where the verdict in force becomes another one; the sender of a new comment hears it in the answer.
    internal const string Tell =
        """
        INSERT INTO webhook_deliveries (endpoint_id, decision_id, created_at, due_at, attempts)
        SELECT e.id, n.decision_id, n.at, n.at, 0
        FROM unnest($1, $2, $3, $4, $5) AS n(site, decision_id, at, before, verdict)
            JOIN webhook_endpoints e ON e.site = n.site AND e.disabled_at IS NULL
        WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.id = n.before AND d.verdict = n.verdict)
        """;
}
