using Moderation.Labels;
using Moderation.Learning.SecondStage;
using Moderation.Models;
using Moderation.Scoring.Networks;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.SecondStage;

public sealed class OnnxStageTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Theory]
    [InlineData("foul", 4)]
    [InlineData("Foul", 4)]
    [InlineData("kind", -4)]
    [InlineData("words", 0)]
    [InlineData("foul kind", 0)]
    [InlineData("foul, foul", 4.8)]
    [InlineData("", 0)]
    public void Text_is_cut_into_word_pieces_and_scored_by_the_network(string text, double logOdds)
    {
        using var stage = OnnxStage.Open(SomeStage.Write(_shelf.Path), TimeProvider.System);

        var answer = stage.Ask(text, Ample);

        Assert.Equal(StageOutcome.Answered, answer.Outcome);
        Assert.Equal(1 / (1 + Math.Exp(-logOdds)), answer.Probabilities[0], 1e-5);
    }

    [Fact]
    public void Numbers_are_calibrated_as_the_card_says()
    {
        var curve = new CalibrationCurve([-10, 10], [-1, 1]);
        using var stage = OnnxStage.Open(
            SomeStage.Write(_shelf.Path, card => card with { Labels = [new StageLabel(LabelNames.Harassment, 0, curve)] }), TimeProvider.System);

        Assert.Equal(1 / (1 + Math.Exp(-0.4)), stage.Ask("foul", Ample).Probabilities[0], 1e-5);
    }

    [Fact]
    public void Of_classes_that_exclude_each_other_the_share_counts()
    {
        using var stage = OnnxStage.Open(
            SomeStage.Write(_shelf.Path, card => card with { Numbers = StageNumbers.ClassLogits, Labels = [new StageLabel(LabelNames.Insult, 1)] }), TimeProvider.System);

        // Logits 4 and 0: the second class holds with 1 / (1 + e^4).
        Assert.Equal(1 / (1 + Math.Exp(4)), stage.Ask("foul", Ample).Probabilities[0], 1e-5);
    }

    [Fact]
    public void Text_behind_the_longest_input_is_not_read()
    {
        using var stage = OnnxStage.Open(
            SomeStage.Write(_shelf.Path, card => card with { Tokenizer = card.Tokenizer with { MaxTokens = 8 } }), TimeProvider.System);

        Assert.Equal(0.5, stage.Ask("word word word word word word foul", Ample).Probabilities[0], 1e-5);
        Assert.Equal(StageOutcome.Answered, stage.Ask(new string('x', 1_000_000) + "\ud83d", Ample).Outcome);
    }

    [Fact]
    public void Byte_pairs_are_read_from_their_vocabulary_and_merges()
    {
        var folder = SomeStage.Write(_shelf.Path);
        _shelf.File("second-stage/small/vocab.json", """{"<s>":0,"</s>":1,"<unk>":2,"f":3,"o":4,"u":5,"l":6,"fo":7,"ul":8,"foul":9,"\u0120":10,"\u0120foul":11}""");
        _shelf.File("second-stage/small/merges.txt", "#version: 0.2\nf o\nu l\nfo ul\n\u0120 foul\n");
        float[][] rows = [.. Enumerable.Range(0, 12).Select(id => new[] { id == 9 ? 12f : id == 11 ? 24f : 0f })];
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), SmallOnnx.Mean(rows));
        SomeStage.Seal(folder, card => card with
        {
            Tokenizer = new StageTokenizerSettings
            {
                Kind = StageTokenizerKind.BytePairs,
                Files = new[] { "vocab.json", "merges.txt" }.ToDictionary(file => file, file => SomeStage.Hash(folder, file)),
            },
        });
        using var stage = OnnxStage.Open(folder, TimeProvider.System);

        Assert.Equal(1 / (1 + Math.Exp(-4)), stage.Ask("foul", Ample).Probabilities[0], 1e-5);
        Assert.Equal(1 / (1 + Math.Exp(-9)), stage.Ask("foul foul", Ample).Probabilities[0], 1e-5);
    }

    [Fact]
    public void A_run_is_stopped_when_its_time_is_up()
    {
        using var stage = OnnxStage.Open(SomeStage.Write(_shelf.Path, slow: 150), new HurriedClock());

        Assert.Equal(StageOutcome.TimedOut, stage.Ask("foul", TimeSpan.FromMilliseconds(1)).Outcome);
        Assert.Equal(StageOutcome.Answered, stage.Ask("foul", Ample).Outcome);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("vocab.txt")]
    public void A_damaged_file_is_refused_with_its_name(string file)
    {
        var folder = SomeStage.Write(_shelf.Path);
        File.AppendAllText(Path.Combine(folder, file), "x");

        var refusal = Assert.Throws<ModelRefusedException>(() => OnnxStage.Open(folder, TimeProvider.System));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var folder = SomeStage.Write(_shelf.Path);
        File.WriteAllText(Path.Combine(folder, "model.onnx"), "no model");
        SomeStage.Seal(folder);

        Assert.Contains("no ONNX model", Assert.Throws<ModelRefusedException>(() => OnnxStage.Open(folder, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Throws<ModelRefusedException>(() => OnnxStage.Open(Path.Combine(_shelf.Path, "second-stage", "none"), TimeProvider.System));

    public static TheoryData<Func<StageCard, StageCard>, string> WrongCards => new()
    {
        { card => card with { Id = "other" }, "the id is 'other'" },
        { card => card with { Labels = [] }, "labels" },
        { card => card with { Labels = [new StageLabel("rudeness", 0)] }, "labels" },
        { card => card with { Labels = [new StageLabel(LabelNames.Slur, 7)] }, "does not answer" },
        { card => card with { Labels = [new StageLabel(LabelNames.Slur, 0, new CalibrationCurve([1, 0], [0, 1]))] }, "calibration" },
        { card => card with { Band = 0 }, "band" },
        { card => card with { Budget = new StageBudget(1.5) }, "budget" },
        { card => card with { Budget = new StageBudget(0.5, 0) }, "budget" },
        { card => card with { Inputs = new StageInputs("tokens") }, "input 'tokens'" },
        { card => card with { Output = "scores" }, "output 'scores'" },
        { card => card with { Tokenizer = card.Tokenizer with { MaxTokens = 4 } }, "maxTokens" },
        { card => card with { Tokenizer = card.Tokenizer with { Begin = "<s>" } }, "no token '<s>'" },
        { card => card with { Tokenizer = card.Tokenizer with { Kind = StageTokenizerKind.BytePairs } }, "vocab.json" },
        { card => card with { Tokenizer = card.Tokenizer with { Files = new Dictionary<string, string>(card.Tokenizer.Files) { ["../model.zip"] = "" } } }, "lies elsewhere" },
    };

    [Theory]
    [MemberData(nameof(WrongCards))]
    public void A_card_that_does_not_fit_is_refused_with_the_reason(Func<StageCard, StageCard> change, string reason)
    {
        var folder = SomeStage.Write(_shelf.Path, change);

        Assert.Contains(reason, Assert.Throws<ModelRefusedException>(() => OnnxStage.Open(folder, TimeProvider.System)).Message, StringComparison.Ordinal);
    }
}
