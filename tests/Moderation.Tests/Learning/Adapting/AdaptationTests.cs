using Moderation.Labels;
using Moderation.Learning.Adapting;
using Moderation.Learning.Datasets;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Tests.Scoring;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Adapting;

public sealed class AdaptationTests : IDisposable
{
    private static readonly int Hate = LabelSet.Full.IndexOf(LabelNames.HateSpeech);
    private static readonly string[] Plain = ["the lake is calm today", "we sail on sundays", "the bath opens at nine", "bring your own towel"];
    private static readonly NetworkModel Model = SomeNetwork.Over([.. Plain, "send them away"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Room_for_a_sites_own_sums_changes_no_score()
    {
        var room = SiteHeads.Add(Model, [.. Model.FeatureKeys, 17, 18]);

        foreach (var text in Plain)
        {
            Assert.Equal(Raw(Model, text), Raw(room, text), Close);
        }
    }

    [Fact]
    public void A_word_the_model_did_not_know_is_learnt_from_judgements()
    {
        var adapted = Adapt(judgedWith: 1);

        var (before, after) = (Probability(Model, "the grubbels sail too"), Probability(adapted, "the grubbels sail too"));
        Assert.True(after > before + 0.1, $"{before} became {after}");
    }

    [Fact]
    public void A_label_nobody_judged_stays_as_it_is()
    {
        var adapted = Adapt(judgedWith: 1);

        foreach (var text in Plain)
        {
            var (before, after) = (Raw(Model, text), Raw(adapted, text));
            Assert.Equal(before[LabelSet.Full.IndexOf(LabelNames.Threat)], after[LabelSet.Full.IndexOf(LabelNames.Threat)], 1e-2f);
        }
    }

    [Fact]
    public void Too_few_judgements_change_nothing()
    {
        var adapted = Adapt(judgedWith: 1, count: 15);

        Assert.Equal(Raw(Model, Plain[0]), Raw(adapted, Plain[0]), Close);
    }

    [Fact]
    public void The_same_judgements_give_the_same_model()
    {
        var (one, two) = (Adapt(judgedWith: 1), Adapt(judgedWith: 1));

        Assert.Equal(SomeNetwork.WeightsOf(one.Features), SomeNetwork.WeightsOf(two.Features));
        Assert.Equal(one.Dense.OutputBias, two.Dense.OutputBias);
    }

    [Fact]
    public void What_a_sites_place_explains_is_not_learnt_once_more()
    {
        CommentText[] comments = [.. Enumerable.Range(0, 120).Select(i => new CommentText($"{Plain[i % Plain.Length]} {i}"))];
        using var classifier = new NetworkClassifier("some", Model);
        var prior = DomainPrior.Estimate(classifier, comments);
        float Said(NetworkModel model, int i, DomainPrior? place) => model.Combiner.Curves[Hate].Probability(Raw(model, comments[i] with { Prior = place })[Hate]);

        var adapted = Adapt(_folder.File("agreed.jsonl", Lines(comments.Length, i => comments[i].Text, i => Said(Model, i, prior), "agreed")));

        var places = Enumerable.Range(0, comments.Length).ToArray();
        var explained = places.Max(i => Math.Abs(Said(Model, i, prior) - Said(Model, i, null)));
        var moved = places.Max(i => Math.Abs(Said(adapted, i, prior) - Said(Model, i, prior)));
        Assert.True(moved < explained / 4, $"The place explained {explained}, and the judgements, which said no more, moved scores by {moved}.");
    }

    [Fact]
    public void Comments_of_this_project_are_held_as_often_as_before()
    {
        SiteRow[] rows = [.. Enumerable.Range(0, 200).Select(i => new SiteRow([i % 7, 7], [0.5f, 0.5f], (i % 50 / 10f) - 2.5f, i < 100 ? 0 : 0.5f))];

        var sum = SiteSum.Fit(rows, judged: 100, features: 8, CalibrationCurve.Identity, threshold: 0.5f, new AdaptationSettings());

        var anchors = rows[100..];
        var after = anchors.Count(row => row.Raw + sum.Bias + (row.Features.Sum(feature => sum.Weights[feature]) / 2) >= 0);
        Assert.True(sum.Weights[7] < -0.1, "The judgements had taught it to hold less.");
        Assert.InRange(after, anchors.Count(row => row.Raw >= 0) - 2, anchors.Count(row => row.Raw >= 0) + 2);
    }

    private NetworkModel Adapt(float judgedWith, int count = 120) =>
        Adapt(_folder.File("judged.jsonl", Lines(count, i => i % 2 == 0 ? $"send the grubbels away {i}" : Plain[i / 2 % Plain.Length] + $" {i}", i => i % 2 == 0 ? judgedWith : 0, "judged")));

    private NetworkModel Adapt(string judgements)
    {
        var corpus = new Corpus();
        Directory.CreateDirectory(_folder.File("sections"));
        _folder.File(Path.Combine("sections", "own.jsonl"), Lines(60, i => Plain[i % Plain.Length], i => i % 2, "own"));
        corpus.AddSections(_folder.File("sections"), Taxonomy.Default);
        corpus.AddAnnotations(judgements, Taxonomy.Default);
        return Adaptation.Run(Model, corpus, new AdaptationSettings(), new Dictionary<string, float>());
    }

    private static string Lines(int count, Func<int, string> text, Func<int, float> hate, string section) => string.Join('\n', Enumerable.Range(0, count).Select(i =>
        $$$"""{"section":"{{{section}}}-{{{i}}}","id":"{{{i}}}","text":"{{{text(i)}}}","annotations":[{"rater":"ann","labels":{"hate_speech":{{{hate(i)}}}}}]}"""));

    private static float Probability(NetworkModel model, string text) => model.Combiner.Curves[Hate].Probability(Raw(model, text)[Hate]);

    private static float[] Raw(NetworkModel model, string text) => Raw(model, new CommentText(text));

    private static float[] Raw(NetworkModel model, CommentText comment)
    {
        var raw = new float[LabelNames.All.Count];
        new NetworkScorer(model, new WordCache(model)).Score(comment, raw);
        return raw;
    }

    private static bool Close(float left, float right) => Math.Abs(left - right) < 1e-3f;
}
