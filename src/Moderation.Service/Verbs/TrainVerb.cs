using System.CommandLine;
using Moderation.Learning;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>Trains a model on all data and shelves it as a challenger.</summary>
internal static class TrainVerb
{
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of every random choice; the same seed and data give the same model.", DefaultValueFactory = _ => 7,
    };

    public static Verb Verb { get; } = new(
        "train", "Trains a model on all data and puts it on the shelf as a challenger.",
        [TrainingOptions.Datasets, TrainingOptions.Own, TrainingOptions.Annotations, Seed], Run);

    private static Task<int> Run(VerbContext context, CancellationToken ct)
    {
        var settings = TrainingOptions.Of(context, ct);
        settings = settings with { Network = settings.Network with { Seed = context.Get(Seed) } };
        var shelf = Shelf.Open(context.Options);
        var card = ModelMaker.Make(settings, shelf.Folder).Card;
        PerspectiveScaleVerb.FitNew(context, settings.DataFolder, shelf, card.Id, ct);
        context.Out.WriteLine($"{card.Id} is on the shelf; 'moderation promote {card.Id}' puts it in force if it is better.");
        return Task.FromResult(ExitCode.Ok);
    }
}
