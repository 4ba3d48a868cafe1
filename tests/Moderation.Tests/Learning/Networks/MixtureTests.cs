using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Tests.Learning.Networks;

public sealed class MixtureTests
{
    private static readonly int Toxicity = LabelSet.Full.IndexOf(LabelNames.Toxicity);
    private static readonly int Threat = LabelSet.Full.IndexOf(LabelNames.Threat);

    private static readonly NetworkShape Shape = new(
        ["talk.toxicity", "news.toxicity", .. LabelNames.All.Select(label => $"pooled.{label}")],
        [0, 1, .. LabelNames.All.Select(_ => -1)],
        [Toxicity, Toxicity, .. Enumerable.Range(0, LabelNames.All.Count)],
        [-1, 0.5f, .. LabelNames.All.Select(_ => 0f)],
        new DomainList(["talk", "news", "chat"], [0.5f, 0.3f, 0.2f]),
        16, 16, 64, 16);

    [Fact]
    public void It_begins_by_believing_each_source_of_its_own_labels_and_the_pooled_output_of_the_others()
    {
        var weights = Mixture.Plain(Shape);
        float Weight(int label, int head, int source) => weights[(label * Combiner.InputCount(Shape)) + (head * Combiner.Sources) + source];
        Assert.Equal(1, Weight(Toxicity, 0, 0));
        Assert.Equal(0, Weight(Toxicity, 0, 1));
        Assert.Equal(1, Weight(Toxicity, 1, 1));
        Assert.Equal(1, Weight(Toxicity, 2 + Toxicity, 2));
        Assert.Equal(1, Weight(Threat, 2 + Threat, 0));
    }

    [Fact]
    public void Sources_that_were_never_asked_share_what_is_learnt_of_a_label()
    {
        bool[] asked = [true, false, false, .. new bool[Combiner.Sources - 3]];
        float[] sources = [0.5f, 0.3f, 0.2f, .. new float[Combiner.Sources - 4], 0.3f];
        var tied = new float[Combiner.Sources];
        Mixture.Tie(Shape, asked, sources, tied, mean: false);
        Assert.Equal([0.5f, 0.5f, 0.5f], tied[..3]);
        Assert.Equal(0.3f, tied[^1]);
        Mixture.Tie(Shape, asked, sources, tied, mean: true);
        Assert.Equal([0.5f, 0.25f, 0.25f], tied[..3]);
    }

    [Fact]
    public void A_label_was_asked_where_a_comment_speaks_of_it()
    {
        var asked = Mixture.Asked(Shape, [Some(domain: 1, head: 1)]);
        Assert.True(asked[(Toxicity * Combiner.Sources) + 1]);
        Assert.False(asked[Toxicity * Combiner.Sources]);
        Assert.False(asked[(Threat * Combiner.Sources) + 1]);
    }

    [Fact]
    public unsafe void The_way_back_is_the_slope_of_the_loss()
    {
        var (state, row) = (State(), new TrainingRow(Some(domain: 1, head: 1), [], [], [], []) { Source = 3 });
        var outputs = Floats.Allocate(Shape.Logits);
        var random = new Random(5);
        for (var i = 0; i < Shape.Heads.Count + Shape.Domains.Count; i++)
        {
            outputs[i < Shape.Heads.Count ? i : Shape.Outputs + i - Shape.Heads.Count] = (float)random.NextDouble() - 0.5f;
        }

        var (slopes, gradient) = (Floats.Allocate(Shape.Logits), Floats.Allocate(state.Layout.Length));
        new MixtureWork(state).Pass(row, Floats.Pointer(outputs), Floats.Pointer(slopes), Floats.Pointer(gradient));
        int[] places = [1, Shape.Outputs, Shape.Outputs + 1, Shape.Outputs + 2];
        foreach (var place in places)
        {
            Assert.Equal(Slope(() => Loss(state, row, outputs), ref outputs[place]), slopes[place], 1e-3);
        }

        var mixture = state.Layout.Mixture + (Toxicity * Combiner.InputCount(Shape));
        int[] weights = [mixture, mixture + Combiner.Sources + 1, state.Layout.SourceShares + (Toxicity * Mixture.Sources) + 3];
        foreach (var weight in weights)
        {
            Assert.Equal(Slope(() => Loss(state, row, outputs), ref state.Dense[weight]), gradient[weight], 1e-3);
        }
    }

    [Fact]
    public unsafe void A_comment_does_not_change_what_another_set_means()
    {
        var (state, row) = (State(), new TrainingRow(Some(domain: 1, head: 1), [], [], [], []));
        var (outputs, slopes) = (Floats.Allocate(Shape.Logits), Floats.Allocate(Shape.Logits));
        new MixtureWork(state).Pass(row, Floats.Pointer(outputs), Floats.Pointer(slopes), Floats.Pointer(Floats.Allocate(state.Layout.Length)));
        Assert.Equal(0, slopes[0]);
        Assert.NotEqual(0, slopes[1]);
    }

    private static NetworkState State()
    {
        var state = new NetworkState(Shape, new NetworkSettings { Embedded = 16, Dimensions = 16, Filters = 64, Hidden = 16, HiddenOfFeatures = 16 }, 1, 1, _ => null);
        var asked = new bool[LabelNames.All.Count * Combiner.Sources];
        Array.Fill(asked, true);
        state.Begin(new float[Mixture.ShareCount], asked);
        return state;
    }

    private static Example Some(int domain, int head) =>
        new("text", "", "", "set", "text", domain, head, [1], Example.NothingKnown());

    private static unsafe double Loss(NetworkState state, TrainingRow row, float[] outputs)
    {
        var (heads, sources) = (new float[Shape.Heads.Count + 1], Floats.Allocate(Combiner.Sources));
        var logits = (float[])outputs.Clone();
        for (var head = 0; head < Shape.PooledStart; head++)
        {
            logits[head] += logits[Shape.PooledStart + Shape.HeadLabels[head]];
        }

        Combiner.Prepare(Shape, logits, heads, sources);
        var weights = state.Dense + state.Layout.Mixture + (Toxicity * Combiner.InputCount(Shape));
        var share = state.Dense[state.Layout.SourceShares + (Toxicity * Mixture.Sources) + row.Source];
        return Math.Log(1 + Math.Exp(-(Mixture.Score(weights, heads, Floats.Pointer(sources), out _) + share)));
    }

    private static double Slope(Func<double> loss, ref float at)
    {
        const float Step = 1e-2f;
        var before = at;
        at = before + Step;
        var above = loss();
        at = before - Step;
        var below = loss();
        at = before;
        return (above - below) / (2 * Step);
    }
}
