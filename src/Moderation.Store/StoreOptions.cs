namespace Moderation.Store;

/// <summary>Where things are kept.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// PostgreSQL's (<c>Host=…;Database=…;Username=…</c>) or SQLite's (<c>Data Source=FILE</c>);
    /// null or empty (the default): <c>moderation.db</c> in <see cref="DataFolder"/>.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Folder of the SQLite file, made where it is missing. Default <c>data</c>.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>How decisions are grouped.</summary>
    public DecisionLogOptions DecisionLog { get; init; } = new();
}
