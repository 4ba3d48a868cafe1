using Moderation.Evaluation;
using Moderation.Features;
using Moderation.Labels;
using Moderation.Learning.Adapting;
using Moderation.Learning.Datasets;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Learning;

/// <summary>A model that was made and measured.</summary>
/// <param name="Card">Its card.</param>
/// <param name="Measured">It beside the champion and the word list.</param>
public sealed record MadeModel(ModelCard Card, EvaluationResult Measured);

/// <summary>Puts a trained model on the shelf: <c>model.zip</c> first, then the card that pins it, in a folder that is moved into place whole.</summary>
public static class ModelMaker
{
    /// <summary>Name of the trainer that adapts a model, in ids and cards.</summary>
    public const string AdaptationTrainer = "adaptation";

    /// <summary>How the names of folders begin that a training was stopped in; nothing reads them.</summary>
    public const string Unfinished = ".making-";

    /// <summary>Trains a model and shelves it. It is a challenger until it is promoted.</summary>
    /// <param name="settings">The recipe.</param>
    /// <param name="shelf">The folder of models.</param>
    /// <param name="trainer">Who trains it; <see cref="Trainers.Network"/> where null.</param>
    public static MadeModel Make(TrainingSettings settings, string shelf, Trainer? trainer = null)
    {
        trainer ??= Trainers.Network;
        var corpus = Training.ReadCorpus(settings);
        var model = trainer.Build(corpus, settings);
        return Put(settings, corpus, shelf, model, hash => Card(settings, corpus, model, trainer, hash));
    }

    /// <summary>Adapts a trained network to moderators' judgements and shelves it. It is a challenger until it is promoted.</summary>
    /// <param name="settings">Where the judgements and this project's own comments are.</param>
    /// <param name="recipe">How hard it is pulled.</param>
    /// <param name="shelf">The folder of models.</param>
    /// <param name="from">Id of the model it begins from, which was trained.</param>
    /// <param name="levelWith">Other adaptations of that model whose thresholds are to hold for this one.</param>
    /// <exception cref="ModelRefusedException">The model it is to begin from cannot be used, or is no network.</exception>
    public static MadeModel Adapt(TrainingSettings settings, AdaptationSettings recipe, string shelf, string from, IReadOnlyList<string> levelWith)
    {
        var (classifier, before) = new ModelShelf(shelf, ModelLoader.Open).Load(from);
        var network = (classifier as NetworkClassifier)?.Network ?? throw new ModelRefusedException(
            $"The model '{from}' of the trainer '{before.Trainer}' cannot be adapted, only networks can. Promote one, or name the data sets in Moderation:Retraining:Datasets so that models are trained anew.");
        var judgements = Adaptation.ReadCorpus(settings, recipe);
        settings.Report($"{judgements.Examples.Count(example => example.Dataset == Corpus.Annotations):N0} judged comments to learn from");
        var model = TrainedModel.Of(Adaptation.Run(network, judgements, recipe, before.Thresholds), [.. before.Notes, .. Adaptation.Notes], before.Thresholds);
        // What is not at hand was not to be learnt from here either: nothing to say of it.
        return Put(settings, Training.ReadCorpus(settings with { Report = _ => { } }), shelf, model, hash => before with
        {
            Id = IdOf(settings, AdaptationTrainer, hash),
            TrainedAt = settings.Now,
            Trainer = AdaptationTrainer,
            Seed = recipe.Seed,
            ModelSha256 = hash,
            AdaptedFrom = from,
            LevelWith = [.. levelWith.Append(from).Distinct()],
            Datasets = [.. before.Datasets, .. Judgements(settings, judgements)],
            Notes = model.Notes,
        });
    }

    private static MadeModel Put(TrainingSettings settings, Corpus corpus, string shelf, TrainedModel model, Func<string, ModelCard> describe)
    {
        var temporary = Path.Combine(shelf, $"{Unfinished}{Environment.ProcessId}");
        Directory.CreateDirectory(temporary);
        try
        {
            var file = Path.Combine(temporary, "model.zip");
            model.Write(file);
            var card = describe(ModelShelf.Sha256(file));
            var result = Evaluate(settings, corpus, model.Open(card.Id), card, shelf);
            settings.Report("measured on the test part and the functional suite");
            card = card with { Figures = CardWriter.Headlines(result, card.Id) };
            CardWriter.Write(temporary, card, result);
            // Made once more of the same data on the same day, it is the same model: the one on the shelf stays.
            if (!Directory.Exists(Path.Combine(shelf, card.Id)))
            {
                Directory.Move(temporary, Path.Combine(shelf, card.Id));
            }

            return new MadeModel(card, result);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>The new model beside the champion, where one is in force and can be loaded by this program.</summary>
    private static EvaluationResult Evaluate(TrainingSettings settings, Corpus corpus, IClassifier classifier, ModelCard card, string shelf)
    {
        List<Contestant> contestants = [new(card.Id, classifier, card.Thresholds)];
        var models = new ModelShelf(shelf, ModelLoader.Open);
        try
        {
            if (models.Champion() is { } champion)
            {
                var (inForce, its) = models.Load(champion.Model);
                contestants.Add(new Contestant(its.Id, inForce, its.Thresholds));
            }
        }
        catch (ModelRefusedException refused)
        {
            settings.Report($"the champion is not in the tables: {refused.Message}");
        }

        return Evaluating.Run(contestants, corpus, settings);
    }

    private static ModelCard Card(TrainingSettings settings, Corpus corpus, TrainedModel model, Trainer trainer, string hash) => new()
    {
        Id = IdOf(settings, trainer.Name, hash),
        TrainedAt = settings.Now,
        Trainer = trainer.Name,
        Seed = settings.Network.Seed,
        Labels = LabelNames.All,
        NormalizerVersion = Normalizer.Version,
        FeatureVersion = FeatureExtractor.Version,
        LexiconSha256 = Lexicons.Hash,
        ModelSha256 = hash,
        Thresholds = model.Thresholds,
        Datasets = Datasets(settings, corpus),
        Splits = "By a stable hash of data set and thread (or article, or row): 80 % train, 10 % calibrate, 10 % measure.",
        Notes = model.Notes,
        Software = new Dictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["Microsoft.ML"] = typeof(Microsoft.ML.MLContext).Assembly.GetName().Version!.ToString(),
        },
    };

    private static IReadOnlyList<CardDataset> Datasets(TrainingSettings settings, Corpus corpus)
    {
        var rows = corpus.Examples.CountBy(example => example.Dataset).ToDictionary();
        var sets = DatasetList.Read(Path.Combine(settings.TrainingDataFolder, "datasets.json")).Datasets
            .Where(set => rows.ContainsKey(set.Name))
            .Select(set => new CardDataset(set.Name, set.File, ModelShelf.Sha256(Path.Combine(settings.DataFolder, set.File)), set.Licence, rows.GetValueOrDefault(set.Name)))
            .ToList();
        foreach (var (name, folder) in ((string, string)[])[(Corpus.Authored, "sections"), (Corpus.Templates, "templates"), (Corpus.Judged, "judgements")])
        {
            if (!rows.ContainsKey(name))
            {
                continue;
            }

            sets.Add(new CardDataset(name, folder, FolderHash.Of(Path.Combine(settings.TrainingDataFolder, folder)), "Apache-2.0", rows.GetValueOrDefault(name)));
        }

        return [.. sets, .. Judgements(settings, corpus)];
    }

    private static IEnumerable<CardDataset> Judgements(TrainingSettings settings, Corpus corpus) =>
        settings.Annotations.Count == 0 ? [] :
        [
            new CardDataset(
                Corpus.Annotations, string.Join(", ", settings.Annotations.Select(Path.GetFileName)), string.Join(", ", settings.Annotations.Select(ModelShelf.Sha256)),
                "the sites' own", corpus.Examples.Count(example => example.Dataset == Corpus.Annotations)),
        ];

    private static string IdOf(TrainingSettings settings, string trainer, string hash) => $"{settings.Now:yyyy-MM-dd}-{trainer}-{hash[..6]}";
}
