using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Tests.Scoring;

namespace Moderation.Tests.Learning.Networks;

public sealed class NetworkTrainerTests
{
    private static readonly NetworkSettings Settings = new()
    {
        Seed = 7, Epochs = 80, Batch = 16, Embedded = 16, Dimensions = 16, Filters = 64, Hidden = 32, HiddenOfFeatures = 16, FeatureMinimum = 2, WordMinimum = 1,
    };

    private static readonly NetworkShape Shape = new(
        ["talk.toxicity", .. LabelNames.All.Select(label => $"pooled.{label}")],
        [0, .. LabelNames.All.Select(_ => -1)],
        [3, .. Enumerable.Range(0, 8)],
        [0, .. LabelNames.All.Select(_ => 0f)],
        new DomainList(["talk"], [1]),
        Settings.Embedded, Settings.Dimensions, Settings.Filters, Settings.Hidden);

    [Fact]
    public void It_learns_to_tell_abuse_from_talk()
    {
        var model = Train();
        var scorer = new NetworkScorer(model, new WordCache(model));
        var rude = scorer.Logits(new CommentText("you are a worthless clown"))[0];
        var kind = scorer.Logits(new CommentText("you are a wonderful friend"))[0];
        Assert.True(rude > 1 && kind < -1, $"rude {rude}, kind {kind}");
    }

    [Fact]
    public void The_same_rows_and_seed_give_the_same_model_to_the_last_digit()
    {
        var (one, two) = (Train(), Train());
        Assert.Equal(SomeNetwork.WeightsOf(one.Features), SomeNetwork.WeightsOf(two.Features));
        Assert.Equal(SomeNetwork.WeightsOf(one.Words), SomeNetwork.WeightsOf(two.Words));
        Assert.Equal(one.Dense.Hidden, two.Dense.Hidden);
        Assert.Equal(one.Dense.Convolution, two.Dense.Convolution);
    }

    [Fact]
    public void Another_seed_gives_another_model() =>
        Assert.NotEqual(Train().Dense.Hidden, Train(seed: 8).Dense.Hidden);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(0.4f, 0.3f)]
    public void The_three_that_learnt_apart_become_one_model_that_answers_as_was_foreseen(float linear, float filters)
    {
        var settings = Settings with { LinearPart = linear, FiltersPart = filters };
        var (state, vocabulary) = Learn(settings);
        var row = vocabulary.Rows([Examples()[0]])[0];
        var foreseen = new RowWork(state, 0).Foresee(row)[0];

        state.Join();

        var model = Export(state, vocabulary);
        var answered = new NetworkScorer(model, new WordCache(model)).Logits(row.Example.Comment)[0];
        Assert.True(foreseen > 1, $"foreseen {foreseen}");
        Assert.Equal(foreseen, answered, 0.1);
    }

    [Fact]
    public void A_hidden_unit_sees_the_features_or_the_filters_and_never_both()
    {
        var hidden = Train().Dense.Hidden;
        for (var input = 0; input < Shape.Inputs; input++)
        {
            for (var unit = 0; unit < Shape.Hidden; unit++)
            {
                if (input < Shape.Embedded != unit < Settings.HiddenOfFeatures)
                {
                    Assert.Equal(0, hidden[(input * Shape.Hidden) + unit]);
                }
            }
        }

        Assert.Contains(hidden[..(Shape.Embedded * Shape.Hidden)], weight => weight != 0);
        Assert.Contains(hidden[(Shape.Embedded * Shape.Hidden)..], weight => weight != 0);
    }

    [Fact]
    public void More_hidden_units_for_the_features_than_there_are_is_refused() =>
        Assert.Contains(
            "HiddenOfFeatures",
            Assert.Throws<ArgumentException>(() => Learn(Settings with { HiddenOfFeatures = Settings.Hidden + 16 })).Message);

    private static NetworkModel Train(int seed = 7)
    {
        var (state, vocabulary) = Learn(Settings with { Seed = seed });
        state.Join();
        return Export(state, vocabulary);
    }

    private static (NetworkState State, Vocabulary Vocabulary) Learn(NetworkSettings settings)
    {
        var examples = Examples();
        var vocabulary = Vocabulary.From(examples, settings, []);
        var state = new NetworkState(Shape, settings, vocabulary.FeatureKeys.Length, vocabulary.WordKeys.Length, _ => null);
        new NetworkTrainer(state, settings).Train(vocabulary.Rows(examples));
        return (state, vocabulary);
    }

    private static NetworkModel Export(NetworkState state, Vocabulary vocabulary) => state.Export(
        vocabulary,
        new Combiner(Shape, [.. LabelNames.All.Select(_ => new float[Combiner.InputCount(Shape) + 1])], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]));

    private static List<Example> Examples()
    {
        string[] starts = ["you are a", "he is a", "my neighbour is a", "what a"];
        string[] rude = ["worthless clown", "stupid fool", "worthless fool", "stupid clown"];
        string[] kind = ["wonderful friend", "patient teacher", "wonderful teacher", "patient friend"];
        return [.. from start in starts
                   from end in rude.Concat(kind)
                   select new Example($"{start} {end}", "", "", "talk", $"{start} {end}", 0, 0, [rude.Contains(end) ? 1 : 0], Example.NothingKnown())];
    }
}
