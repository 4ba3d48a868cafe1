namespace Moderation.Service.Verbs;

/// <summary>Every verb, in the order of a day's work. Add one by writing it and naming it here.</summary>
public static class VerbList
{
    // Made when asked for: a start needs the one that runs.
    private static readonly (string Name, Func<Verb> Make)[] Makers =
    [
        ("run", () => RunVerb.Verb),
        ("score", () => ScoreVerb.Verb),
        ("datasets", () => DatasetsVerb.Verb),
        ("train", () => TrainVerb.Verb),
        ("evaluate", () => EvaluateVerb.Verb),
        ("thresholds", () => ThresholdsVerb.Verb),
        ("import", () => ImportVerb.Verb),
        ("export", () => ExportVerb.Verb),
        ("retrain", () => RetrainVerb.Verb),
        ("models", () => ModelsVerb.Verb),
        ("promote", () => ModelsVerb.Promote),
        ("rollback", () => ModelsVerb.RollBack),
        ("keys", () => KeysVerb.Verb),
        ("webhooks", () => WebhooksVerb.Verb),
        ("users", () => UsersVerb.Verb),
        ("shadow", () => ShadowVerb.Verb),
        ("perspective-scale", () => PerspectiveScaleVerb.Verb),
        ("erase", () => EraseVerb.Verb),
        ("migrate", () => MigrateVerb.Verb),
    ];

    /// <summary>All verbs.</summary>
    public static IReadOnlyList<Verb> All => [.. Makers.Select(verb => verb.Make())];

    /// <summary>The verb of this name alone, or all where there is none: help lists them.</summary>
    public static IReadOnlyList<Verb> For(string name) => Array.Find(Makers, verb => verb.Name == name).Make is { } make ? [make()] : All;
}
