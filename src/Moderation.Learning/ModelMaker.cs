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
    /// <summary>Name of this trainer in ids and cards.</summary>
    public const string Trainer = "network";

    /// <summary>Name of the trainer that adapts a model, in ids and cards.</summary>
    public const string AdaptationTrainer = "adaptation";

    /// <summary>How the names of folders begin that a training was stopped in; nothing reads them.</summary>
    public const string Unfinished = ".making-";

    /// <summary>
    /// Harassment has no labels of its own but those derived, and under heated news a model suspects it easily: at one half it would
    /// hold a tenth of the harmless comments of the Fox News threads, at this half of that.
    /// </summary>
    private const float HarassmentThreshold = 0.7f;

    /// <summary>Trains a model and shelves it. It is a challenger until it is promoted.</summary>
    /// <param name="settings">The recipe.</param>
    /// <param name="shelf">The folder of models.</param>
    public static MadeModel Make(TrainingSettings settings, string shelf)
    {
        var corpus = Training.ReadCorpus(settings);
        return Put(settings, corpus, shelf, Training.Run(corpus, settings), hash => Card(settings, corpus, hash));
    }

    /// <summary>Adapts a trained model to moderators' judgements and shelves it. It is a challenger until it is promoted.</summary>
    /// <param name="settings">Where the judgements and this project's own comments are.</param>
    /// <param name="recipe">How hard it is pulled.</param>
    /// <param name="shelf">The folder of models.</param>
    /// <param name="from">Id of the model it begins from, which was trained.</param>
    /// <param name="levelWith">Other adaptations of that model whose thresholds are to hold for this one.</param>
    public static MadeModel Adapt(TrainingSettings settings, AdaptationSettings recipe, string shelf, string from, IReadOnlyList<string> levelWith)
    {
        var (_, before) = new ModelShelf(shelf, NetworkLoader.Open).Load(from);
        var judgements = Adaptation.ReadCorpus(settings, recipe);
        settings.Report($"{judgements.Examples.Count(example => example.Dataset == Corpus.Annotations):N0} judged comments to learn from");
        var model = Adaptation.Run(NetworkFile.Read(Path.Combine(shelf, from, "model.zip")), judgements, recipe, before.Thresholds);
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
            Notes = [.. before.Notes, .. Adaptation.Notes],
        });
    }

    private static MadeModel Put(TrainingSettings settings, Corpus corpus, string shelf, NetworkModel model, Func<string, ModelCard> describe)
    {
        var temporary = Path.Combine(shelf, $"{Unfinished}{Environment.ProcessId}");
        Directory.CreateDirectory(temporary);
        try
        {
            var file = Path.Combine(temporary, "model.zip");
            NetworkFile.Write(file, model);
            var card = describe(ModelShelf.Sha256(file));
            var result = Evaluate(settings, corpus, new NetworkClassifier(card.Id, model), card, shelf);
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
    private static EvaluationResult Evaluate(TrainingSettings settings, Corpus corpus, NetworkClassifier classifier, ModelCard card, string shelf)
    {
        List<Contestant> contestants = [new(card.Id, classifier, card.Thresholds)];
        var models = new ModelShelf(shelf, NetworkLoader.Open);
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

    private static ModelCard Card(TrainingSettings settings, Corpus corpus, string hash) => new()
    {
        Id = IdOf(settings, Trainer, hash),
        TrainedAt = settings.Now,
        Trainer = Trainer,
        Seed = settings.Network.Seed,
        Labels = LabelNames.All,
        NormalizerVersion = Normalizer.Version,
        FeatureVersion = FeatureExtractor.Version,
        LexiconSha256 = Lexicons.Hash,
        ModelSha256 = hash,
        Thresholds = LabelNames.Harms.ToDictionary(label => label, label => label == LabelNames.Harassment ? HarassmentThreshold : 0.5f),
        Datasets = Datasets(settings, corpus),
        Splits = "By a stable hash of data set and thread (or article, or row): 80 % train, 10 % calibrate, 10 % measure.",
        Notes = Training.Notes,
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
        foreach (var (name, folder) in ((string, string)[])[(Corpus.Authored, "sections"), (Corpus.Templates, "templates")])
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
