using Moderation.Evaluation;
using Moderation.Features;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning;

public sealed class AblationsTests
{
    private static readonly Dictionary<string, float> Half = LabelNames.All.ToDictionary(label => label, _ => 0.5f);
    private static readonly Contestant Some = new("some", new FixedClassifier(("vile", LabelNames.HateSpeech, 0.9f)), Half);

    [Fact]
    public void Every_ablation_leaves_out_something_of_its_own()
    {
        var corpus = OwnSections(2);
        Assert.All(Ablation.All, ablation => Assert.True(
            ablation.Recipe(new NetworkSettings()) != new NetworkSettings() || !ReferenceEquals(ablation.Data(corpus), corpus), ablation.Without));
        Assert.Equal(Ablation.All.Count, Ablation.All.Select(ablation => ablation.Without).Distinct().Count());
    }

    [Fact]
    public void Kinds_that_are_left_out_are_not_learnt()
    {
        Example[] examples = [.. Enumerable.Range(0, 9).Select(_ => new Example("You people are vermin.", "", "", "some", "1", 0, 0, [], Example.NothingKnown()))];
        var all = Vocabulary.From(examples, new NetworkSettings { FeatureMinimum = 3 }, []).FeatureKeys;

        var rest = Vocabulary.From(examples, new NetworkSettings { FeatureMinimum = 3, LeftOut = [FeatureKind.Letters, FeatureKind.Bigram] }, []).FeatureKeys;

        var people = FeatureHash.Of(FeatureKind.Letters, Moderation.Text.TextHash.Of("<peop"));
        Assert.Contains(people, all);
        Assert.DoesNotContain(people, rest);
        Assert.Empty(rest.Except(all));
        Assert.InRange(rest.Length, 1, all.Length - 20);
    }

    [Fact]
    public void A_pooled_corpus_keeps_every_truth_and_has_no_outputs_of_a_data_set()
    {
        var corpus = OwnSections(2);

        var pooled = corpus.Pooled();

        Assert.Empty(pooled.Heads);
        Assert.Single(pooled.Domains);
        Assert.Equal(Truths(corpus), Truths(pooled));
    }

    [Theory]
    [InlineData("word vectors and what is made of neighbouring words")]
    [InlineData("outputs of its own for every data set, and the guess of a text's kind")]
    public void What_is_left_of_the_recipe_can_still_be_trained_and_scores(string without)
    {
        var ablation = Ablation.All.Single(one => one.Without == without);
        var corpus = OwnSections(8);
        var settings = new TrainingSettings { DataFolder = "no-datasets", TrainingDataFolder = Repository.PathOf("training-data"), Now = DateTimeOffset.UnixEpoch };

        using var classifier = new NetworkClassifier("some", Training.Run(ablation.Data(corpus), settings with { Network = ablation.Recipe(settings.Network) }));

        Assert.All(classifier.Assess(new CommentText("You are all vermin."), explain: true).Probabilities, probability => Assert.InRange(probability, 0, 1));
    }

    [Fact]
    public void The_four_figures_are_taken_from_the_rows_they_name()
    {
        EvaluationRow[] rows =
        [
            Row("vile", 1, "jigsaw"), Row("kind", 0, "jigsaw"), Row("kind", 1, "another"), Row("vile", 0, "another"),
            Row("vile", 1, Corpus.Authored), Row("kind", 0, Corpus.Authored), Row("vile", 0, Corpus.Authored),
            Row("vile", 1, "function:a"), Row("kind", 1, "function:a"), Row("kind", 0, "function:b"),
        ];

        Assert.Equal(new AblationFigures(1, 0, 0.75, 0.75), Ablations.Measure(Some, rows));
    }

    [Fact]
    public void The_table_tells_the_difference_from_the_whole_recipe_and_the_card_leads_to_it_once()
    {
        using var folder = new TemporaryFolder();
        var card = folder.File("card.md", "# Model\n\n- A note.\n\n## Plots\n");

        var table = Ablations.Markdown("some", [("nothing", new AblationFigures(0.98, 0.9, 0.8, 0.95)), ("letters", new AblationFigures(0.97, 0.91, double.NaN, 0.95))]);
        Ablations.Link(card);
        Ablations.Link(card);

        Assert.Contains("| nothing | 0.980 | 0.900 | 0.800 | 0.950 |", table, StringComparison.Ordinal);
        Assert.Contains("| letters | 0.970 (−0.010) | 0.910 (+0.010) | NaN | 0.950 |", table, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllText(card).Split(Ablations.File).Length);
    }

    private static Corpus OwnSections(int files)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("training-data", "sections"), "*.jsonl").Order(StringComparer.Ordinal).Take(files))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        var corpus = new Corpus();
        corpus.AddSections(folder.Path, Taxonomy.Default);
        return corpus;
    }

    private static IEnumerable<float> Truths(Corpus corpus) =>
        corpus.Examples.SelectMany(example => Enumerable.Range(0, LabelNames.All.Count).Select(label => example.Truth(corpus.HeadLabels, label)));

    private static EvaluationRow Row(string text, float hate, string slice)
    {
        var truth = new float[LabelNames.All.Count];
        Array.Fill(truth, float.NaN);
        truth[LabelSet.Full.IndexOf(LabelNames.HateSpeech)] = hate;
        return new EvaluationRow(new CommentText(text), [slice], truth);
    }
}
