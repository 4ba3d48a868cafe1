namespace Moderation.Store;

/// <summary>The tables whose rows are never changed nor deleted, and the triggers that see to it whoever is at the database.</summary>
internal static class AppendOnly
{
    /// <summary>Part of the first schema; a table that is added later gets its triggers in its own migration.</summary>
    internal static readonly string[] FirstTables = ["decisions", "annotations", "audit"];

    private static readonly string[] Changes = ["update", "delete"];

    /// <summary>SQLite's triggers for a table, to be made or dropped.</summary>
    internal static IEnumerable<string> SqliteTriggers(string table, bool drop = false) =>
        Changes.Select(change => drop
            ? $"DROP TRIGGER {table}_no_{change};"
            : $"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{Refusal(table)}'); END;");

    /// <summary>PostgreSQL's trigger for a table and the function it calls.</summary>
    internal static string PostgresTrigger(string table) =>
        $"""
        CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Refusal(table)}'; END $$;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
        """;

    /// <summary>Drops what <see cref="PostgresTrigger"/> made.</summary>
    internal static string PostgresDrop(string table) =>
        $"DROP TRIGGER {table}_append_only ON {table}; DROP FUNCTION {table}_append_only();";

    private static string Refusal(string table) => $"{table} is append-only: add a row that says otherwise";
}
