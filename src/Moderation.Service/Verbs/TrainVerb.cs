using System.CommandLine;
using Moderation.Learning;
using Moderation.Learning.Networks;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>Trains a model on all data and shelves it as a challenger.</summary>
internal static class TrainVerb
{
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of every random choice; the same seed and data give the same model.", DefaultValueFactory = _ => new NetworkSettings().Seed,
    };

    private static readonly Option<string> By = TrainerOption();

    private static readonly Option<bool> Ablate = new("--ablate")
    {
        Description = $"Also train the recipe without each of its parts, and write what they are worth beside the card; takes {Ablation.All.Count} times as long.",
    };

    public static Verb Verb { get; } = new(
        "train", "Trains a model on all data and puts it on the shelf as a challenger.",
        [TrainingOptions.Datasets, TrainingOptions.Own, TrainingOptions.Annotations, By, Seed, Ablate], Run);

    private static Option<string> TrainerOption()
    {
        var option = new Option<string>("--trainer")
        {
            Description = $"How to train: {string.Join(" ", Trainers.All.Select(trainer => $"{trainer.Name}: {trainer.WhenToUse}"))}",
            HelpName = string.Join('|', Trainers.All.Select(trainer => trainer.Name)), DefaultValueFactory = _ => Trainers.Network.Name,
        };
        option.AcceptOnlyFromAmong([.. Trainers.All.Select(trainer => trainer.Name)]);
        return option;
    }

    private static Task<int> Run(VerbContext context, CancellationToken ct)
    {
        var settings = TrainingOptions.Of(context, ct);
        settings = settings with { Network = settings.Network with { Seed = context.Get(Seed) } };
        var shelf = Shelf.Open(context.Options);
        var trainer = Trainers.All.Single(trainer => trainer.Name == context.Get(By));
        if (context.Get(Ablate) && trainer != Trainers.Network)
        {
            context.Error.WriteLine($"--ablate takes the recipe of '{Trainers.Network.Name}' apart; '{trainer.Name}' has no parts. Leave one of both out.");
            return Task.FromResult(ExitCode.Usage);
        }

        var card = ModelMaker.Make(settings, shelf.Folder, trainer).Card;
        PerspectiveScaleVerb.FitNew(context, settings.DataFolder, shelf, card.Id, ct);
        if (context.Get(Ablate))
        {
            Ablations.Write(settings, shelf.Folder, card.Id);
            context.Out.WriteLine($"What its parts are worth stands in {Path.Combine(shelf.Folder, card.Id, Ablations.File)}.");
        }

        context.Out.WriteLine($"{card.Id} is on the shelf; 'moderation promote {card.Id}' puts it in force if it is better.");
        return Task.FromResult(ExitCode.Ok);
    }
}
