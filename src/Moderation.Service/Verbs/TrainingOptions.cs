using System.CommandLine;
using Moderation.Learning;
using Moderation.Service.Hosting;

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

    /// <summary>The settings these options make. Training asks between its steps whether it is to stop; nothing is on the shelf before its end.</summary>
    public static TrainingSettings Of(VerbContext context, CancellationToken ct)
    {
        var progress = new ProgressLine(context.Error, TimeProvider.System, "training", 1);
        return new TrainingSettings
        {
            DataFolder = Given(context, Datasets) ?? Path.Combine(context.Options.Data, "datasets"),
            TrainingDataFolder = OwnFolder(context),
            Annotations = Given(context, Annotations) ?? [],
            Now = TimeProvider.System.GetUtcNow(),
            Progress = done =>
            {
                ct.ThrowIfCancellationRequested();
                progress.Report(done, "learning");
            },
            Report = sentence =>
            {
                ct.ThrowIfCancellationRequested();
                progress.Say(sentence);
            },
        };
    }

    /// <summary>The folder of this project's own training data.</summary>
    public static string OwnFolder(VerbContext context) => Given(context, Own) ?? TrainingFolder.Of(context.Options);

    /// <summary>The value of an option, or null where the verb does not take it.</summary>
    private static T? Given<T>(VerbContext context, Option<T> option) =>
        context.Arguments.CommandResult.Command.Options.Contains(option) ? context.Get(option) : default;
}
