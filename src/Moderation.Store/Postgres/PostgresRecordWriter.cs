using Moderation.Policies;
using Moderation.Reviews;
using Npgsql;

namespace Moderation.Store;

/// <summary>
/// Writes entries into PostgreSQL, all rows of a kind in one statement. Entries that speak of the same comment, and
/// those whose comment another process has inserted meanwhile, take a further round in the same transaction.
/// </summary>
internal sealed class PostgresRecordWriter(string connectionString) : RecordWriter
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    internal override async Task WriteAsync(IReadOnlyList<RecordEntry> entries, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        for (var left = entries; left.Count > 0;)
        {
            left = await RoundAsync(connection, left, cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Writes one entry of each comment; gives those that are left.</summary>
    private static async Task<IReadOnlyList<RecordEntry>> RoundAsync(
        NpgsqlConnection connection, IReadOnlyList<RecordEntry> entries, CancellationToken cancellation)
    {
        var left = new List<RecordEntry>();
        var chosen = new Dictionary<CommentKey, RecordEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (!chosen.TryAdd(CommentKey.Of(entry), entry))
            {
                left.Add(entry);
            }
        }

        var known = await ReadKnownAsync(connection, chosen.Keys, cancellation).ConfigureAwait(false);

        // In one order in every process: two that insert the same comments would else wait for each other in a circle.
        var plans = chosen.OrderBy(pair => pair.Key.Id, StringComparer.Ordinal)
            .Select(pair => new Planned(pair.Value, RecordPlan.For(pair.Value, known[pair.Key].ToList()))).ToList();
        await InsertAsync(connection, plans.Where(plan => plan.Plan.Step == RecordStep.Insert).ToList(), cancellation).ConfigureAwait(false);
        left.AddRange(plans.Where(plan => plan is { Plan.Step: RecordStep.Insert, Key: null }).Select(plan => plan.Entry));

        var kept = plans.Where(plan => plan.Key is not null).ToList();
        await FollowAsync(connection, kept, cancellation).ConfigureAwait(false);
        await AnswerAsync(connection, plans, cancellation).ConfigureAwait(false);
        return left;
    }

    private static async Task<ILookup<CommentKey, KnownRevision>> ReadKnownAsync(
        NpgsqlConnection connection, IReadOnlyCollection<CommentKey> keys, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PostgresRecordSql.Known, connection);
        command.Parameters.AddWithValue(keys.Select(key => key.Site).ToArray());
        command.Parameters.AddWithValue(keys.Select(key => key.Section).ToArray());
        command.Parameters.AddWithValue(keys.Select(key => key.Id).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var known = new List<(CommentKey Key, KnownRevision Revision)>();
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            known.Add((new CommentKey(rows.GetString(0), rows.GetString(1), rows.GetString(2)),
                new KnownRevision(rows.GetInt64(3), rows.GetInt32(4), rows.IsDBNull(5) ? null : rows.GetFieldValue<byte[]>(5),
                    rows.GetBoolean(6), rows.GetBoolean(7), rows.IsDBNull(8) ? null : rows.GetGuid(8))));
        }

        return known.ToLookup(pair => pair.Key, pair => pair.Revision);
    }

    /// <summary>Inserts comments and sets their keys; where another process was faster the key stays null.</summary>
    private static async Task InsertAsync(NpgsqlConnection connection, List<Planned> plans, CancellationToken cancellation)
    {
        if (plans.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(PostgresRecordSql.InsertComments, connection);
        foreach (var column in PostgresRows.Comments(plans))
        {
            command.Parameters.AddWithValue(column);
        }

        var byComment = plans.ToDictionary(plan => CommentKey.Of(plan.Entry));
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            byComment[new CommentKey(rows.GetString(1), rows.GetString(2), rows.GetString(3))].Key = rows.GetInt64(0);
        }
    }

    /// <summary>Writes what follows from the comments' rows, in one round trip.</summary>
    private static async Task FollowAsync(NpgsqlConnection connection, List<Planned> kept, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var decided = kept.Where(plan => plan.Writes && plan.Entry.Ruling is not null).ToList();
        Add(batch, PostgresRecordSql.Supersede, kept.Where(plan => plan.Plan is { Step: RecordStep.Insert, IsNewest: true, HasOthers: true }), PostgresRows.Superseding);
        var waited = decided.Where(plan => plan.Plan.Step == RecordStep.Decide).ToList();
        Add(batch, PostgresRecordSql.Decide, waited, PostgresRows.Deciding);
        Add(batch, PostgresRecordSql.InsertDecisions, decided, PostgresRows.Decisions);
        Add(batch, PostgresRecordSql.Tell, waited, PostgresRows.Telling);
        Add(batch, PostgresRecordSql.Enqueue, decided.Where(plan => plan.Plan.IsNewest && plan.Entry.Ruling!.Verdict == Verdict.Review), PostgresRows.ReviewItems);
        Add(batch, PostgresRecordSql.Dequeue, decided.Where(plan => plan.Plan.IsNewest && plan.Entry.Ruling!.Verdict != Verdict.Review
            && (plan.Plan.HasOthers || plan.Plan.Known is not null)), PostgresRows.Dequeuing);
        foreach (var plan in kept)
        {
            foreach (var annotation in plan.Entry.Incoming.Annotations)
            {
                Add(batch, PostgresRecordSql.Annotate, PostgresRows.Annotation(plan, annotation));
            }
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, IEnumerable<Planned> plans, Func<List<Planned>, object[]> columns)
    {
        var rows = plans.ToList();
        if (rows.Count > 0)
        {
            Add(batch, sql, columns(rows).Select(column => new NpgsqlParameter { Value = column }));
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters.ToArray());
        batch.BatchCommands.Add(command);
    }

    private static async Task AnswerAsync(NpgsqlConnection connection, List<Planned> plans, CancellationToken cancellation)
    {
        var ids = plans.Where(plan => plan.Plan.Step == RecordStep.Repeat && plan.Plan.Known!.Value.DecisionId is not null)
            .Select(plan => plan.Plan.Known!.Value.DecisionId!.Value).ToArray();
        var decisions = ids.Length == 0 ? [] : await ReadDecisionsAsync(connection, ids, cancellation).ConfigureAwait(false);
        foreach (var plan in plans.Where(plan => plan.Key is not null || plan.Plan.Step == RecordStep.Refuse))
        {
            var revision = plan.Plan.Revision;
            plan.Entry.Result = plan.Plan.Step switch
            {
                RecordStep.Refuse => plan.Plan.Refused(),
                RecordStep.Insert => plan.Entry.Kept(plan.Plan.HasOthers ? RecordStatus.Changed : RecordStatus.New, revision),
                RecordStep.Decide => plan.Entry.Kept(RecordStatus.Decided, revision),
                _ => new Recorded(RecordStatus.Same, plan.Plan.Known!.Value.DecisionId is { } id
                    ? decisions[id].ToDecision(plan.AsRow()) : null, revision),
            };
        }
    }

    private static async Task<Dictionary<Guid, DecisionRow>> ReadDecisionsAsync(
        NpgsqlConnection connection, Guid[] ids, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PostgresRecordSql.Decisions, connection);
        command.Parameters.AddWithValue(ids);
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var decisions = new Dictionary<Guid, DecisionRow>(ids.Length);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            decisions[rows.GetGuid(0)] = PostgresRows.Decision(rows);
        }

        return decisions;
    }
}
