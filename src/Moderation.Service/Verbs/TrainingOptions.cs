using System.CommandLine;
using Moderation.Learning;

namespace Moderation.Service.Verbs;

/// <summary>The options that say which data a verb learns from or measures on; train, evaluate and promote share them.</summary>
internal static class TrainingOptions
{
    public static Option<string?> Datasets { get; } = new("--datasets")
    {
        Description = "Folder of the downloaded public data sets (default: datasets/ in the data folder). Those that do not lie there are left out, and named.", HelpName = "DIR",
    };

    public static Option<string?> Own { get; } = new("--training-data")
    {
        Description = "Folder of this project's own training data (Moderation:TrainingData).", HelpName = "DIR",
    };

    public static Option<string[]> Annotations { get; } = new("--annotations")
    {
        Description = "Files of moderators' judgements, as export writes them.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    public static TrainingSettings Of(VerbContext context) => new()
    {
        DataFolder = context.Get(Datasets) ?? Path.Combine(context.Options.Data, "datasets"),
        TrainingDataFolder = context.Get(Own) ?? context.Options.TrainingData,
        Annotations = context.Get(Annotations) ?? [],
        Now = TimeProvider.System.GetUtcNow(),
        Report = context.Error.WriteLine,
    };
}
