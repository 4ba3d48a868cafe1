namespace Moderation.Service.Verbs;

/// <summary>Every verb, in the order of a day's work. Add one by writing it and naming it here.</summary>
public static class VerbList
{
    /// <summary>All verbs.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        RunVerb.Verb,
        ScoreVerb.Verb,
        DatasetsVerb.Verb,
        TrainVerb.Verb,
        EvaluateVerb.Verb,
        ThresholdsVerb.Verb,
        ImportVerb.Verb,
        ExportVerb.Verb,
        RetrainVerb.Verb,
        ModelsVerb.Verb,
        ModelsVerb.Promote,
        ModelsVerb.RollBack,
        KeysVerb.Verb,
        WebhooksVerb.Verb,
        UsersVerb.Verb,
        ShadowVerb.Verb,
        PerspectiveScaleVerb.Verb,
        EraseVerb.Verb,
        MigrateVerb.Verb,
    ];
}
