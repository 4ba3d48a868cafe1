using Moderation.Labels;
using Moderation.Learning.SecondStage;
using Moderation.Scoring;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.SecondStage;

public sealed class CascadeClassifierTests : IDisposable
{
    private static readonly Dictionary<string, float> Thresholds = new() { [LabelNames.Harassment] = 0.5f, [LabelNames.Slur] = 0.5f };

    private readonly TemporaryFolder _shelf = new();
    private readonly List<string> _reports = [];
    private readonly Clock _clock = new();

    public void Dispose() => _shelf.Dispose();

    [Theory]
    [InlineData(0.6f, true)]
    [InlineData(0.3f, true)]
    [InlineData(0.74f, false)]
    [InlineData(0.26f, false)]
    [InlineData(0.99f, false)]
    public void The_second_stage_is_asked_only_near_the_threshold(float probability, bool asked)
    {
        using var stage = Open();
        var cascade = Cascade(stage, LabelNames.Harassment, probability);

        var assessment = cascade.Assess(new CommentText("kind"));

        Assert.Equal(asked ? "fixed+small" : "fixed", assessment.Model);
        Assert.Equal(asked ? 1 / (1 + Math.Exp(4)) : probability, assessment[LabelNames.Harassment]!.Value, 1e-5);
        Assert.Equal(asked ? 1 : 0, cascade.Counts.Answered);
    }

    [Fact]
    public void It_speaks_for_the_labels_it_knows_and_no_others()
    {
        using var stage = Open();
        var cascade = Cascade(stage, LabelNames.Harassment, 0.6f);

        var (first, both) = (new float[LabelNames.All.Count], new float[LabelNames.All.Count]);
        First(LabelNames.Harassment, 0.6f).TryScore(new CommentText("foul"), first);
        Assert.True(cascade.TryScore(new CommentText("foul"), both));

        Assert.Equal([LabelNames.Harassment], LabelNames.All.Where((_, place) => first[place] != both[place]));
    }

    [Fact]
    public void A_label_it_does_not_know_is_no_reason_to_ask_it()
    {
        using var stage = Open();
        var cascade = Cascade(stage, LabelNames.Slur, 0.5f);

        cascade.Assess(new CommentText("kind"));

        Assert.Equal(default, cascade.Counts);
    }

    [Fact]
    public void A_comment_the_first_stage_cannot_score_stays_unscored()
    {
        using var stage = Open();
        var cascade = Cascade(stage, LabelNames.Harassment, 0.5f);

        Assert.False(cascade.Assess(new CommentText("kind UNSCORABLE")).IsScored);
        Assert.False(cascade.TryScore(new CommentText("kind UNSCORABLE"), new float[LabelNames.All.Count]));
    }

    [Fact]
    public void No_more_than_its_share_of_comments_goes_to_it_and_the_first_stage_answers_the_rest()
    {
        using var stage = Open(card => card with { Budget = new StageBudget(0.1, 10_000) });
        var cascade = Cascade(stage, LabelNames.Harassment, 0.5f);

        var answers = Enumerable.Range(0, 1000).Select(_ => cascade.Assess(new CommentText("kind"))).ToArray();

        Assert.Equal(new CascadeCounts(1000, 101, 899, 0, 0, 0), cascade.Counts);
        Assert.Equal(899, answers.Count(answer => answer.Model == "fixed" && answer[LabelNames.Harassment] == 0.5f));
    }

    [Fact]
    public void A_share_saved_in_quiet_times_allows_a_burst_and_no_flood()
    {
        var budget = new ShareBudget(0.5);
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(budget.Count(wanted: false));
        }

        Assert.Equal(ShareBudget.Burst, Enumerable.Range(0, ShareBudget.Burst).Count(_ => budget.Count(wanted: true)));
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => budget.Count(wanted: true)), 500, 500 + ShareBudget.Burst);
    }

    [Fact]
    public void When_it_takes_too_long_the_first_stage_s_answer_stands_and_it_is_given_a_rest()
    {
        using var stage = OnnxStage.Open(SomeStage.Write(_shelf.Path, card => card with { Budget = new StageBudget(1, 1) }, slow: 150), new HurriedClock());
        var cascade = Cascade(stage, LabelNames.Harassment, 0.5f);

        for (var i = 0; i < Rest.FailuresInARow + 2; i++)
        {
            var assessment = cascade.Assess(new CommentText("kind"));
            Assert.Equal(("fixed", 0.5f), (assessment.Model, assessment[LabelNames.Harassment]));
        }

        Assert.Equal(new CascadeCounts(Rest.FailuresInARow + 2, 0, 0, 2, Rest.FailuresInARow, 0), cascade.Counts);
        Assert.Contains("'small' took longer than 1 ms", Assert.Single(_reports), StringComparison.Ordinal);
        Assert.DoesNotContain("kind", _reports[0], StringComparison.Ordinal);
        _clock.Pass(Rest.Length);
        cascade.Assess(new CommentText("kind"));
        Assert.Equal(Rest.FailuresInARow + 1, cascade.Counts.TimedOut);
    }

    [Fact]
    public void When_it_fails_the_first_stage_s_answer_stands()
    {
        // Its vocabulary has a word more than the model has rows: the run fails on that word alone.
        var folder = SomeStage.Write(_shelf.Path);
        File.AppendAllText(Path.Combine(folder, "vocab.txt"), "late\n");
        SomeStage.Seal(folder);
        using var stage = OnnxStage.Open(folder, _clock);
        var cascade = Cascade(stage, LabelNames.Harassment, 0.5f);

        Assert.Equal("fixed", cascade.Assess(new CommentText("late")).Model);
        Assert.Equal("fixed+small", cascade.Assess(new CommentText("kind")).Model);
        Assert.Equal(new CascadeCounts(2, 1, 0, 0, 0, 1), cascade.Counts);
    }

    [Fact]
    public void After_a_rest_one_answer_puts_it_to_work_again()
    {
        var rest = new Rest(_clock);
        Assert.Equal([false, false, false, false, true], Enumerable.Range(0, Rest.FailuresInARow).Select(_ => rest.Note(answered: false)));
        Assert.True(rest.IsOn);

        _clock.Pass(Rest.Length);
        Assert.False(rest.IsOn);
        Assert.True(rest.Note(answered: false));
        _clock.Pass(Rest.Length);
        rest.Note(answered: true);
        Assert.False(rest.Note(answered: false));
        Assert.False(rest.IsOn);
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        using var stage = Open();
        var cascade = Cascade(stage, LabelNames.Harassment, 0.5f);
        var answers = new float[400];

        Parallel.For(0, answers.Length, i => answers[i] = cascade.Assess(new CommentText(i % 2 == 0 ? "kind" : "foul kind kind"))[LabelNames.Harassment]!.Value);

        Assert.Equal(2, answers.Distinct().Count());
        Assert.Equal(400, cascade.Counts.Answered);
    }

    private static FixedClassifier First(string label, float probability) => new(("kind", label, probability), ("foul", label, probability), ("late", label, probability));

    private OnnxStage Open(Func<StageCard, StageCard>? change = null, int slow = 0) => OnnxStage.Open(SomeStage.Write(_shelf.Path, change, slow), _clock);

    private CascadeClassifier Cascade(OnnxStage stage, string label, float probability) =>
        new(First(label, probability), Thresholds, stage, _clock, _reports.Add);
}
