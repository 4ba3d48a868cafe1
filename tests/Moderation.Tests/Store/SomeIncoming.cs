using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Tests.Store;

/// <summary>Comments and rulings for tests.</summary>
internal static class SomeIncoming
{
    public static Comment Comment(string id = "c1", string text = "Good morning from the lake.", int revision = 1, string? parent = null) => new()
    {
        Site = "lakeside",
        Section = "swimming",
        Id = id,
        Text = text,
        Revision = revision,
        ParentId = parent,
        Author = "a-17",
        Title = "When does the bath open?",
        WrittenAt = new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.FromHours(2)),
    };

    public static Ruling Ruling(Verdict verdict = Verdict.Approve, float slur = 0.0125f, string? unscored = null)
    {
        var labels = new LabelSet([LabelNames.Slur, LabelNames.Harassment]);
        var assessment = unscored is null
            ? new Assessment { Model = "test-model", Labels = labels, Probabilities = [slur, 0.25f] }
            : Assessment.Unscored("test-model", labels, unscored);
        IReadOnlyList<string> rules = verdict switch
        {
            Verdict.Approve => ["clean"],
            Verdict.Review when unscored is not null => ["unscored"],
            Verdict.Review => ["review-harm:slur"],
            _ => ["reject-harm:slur"],
        };
        return new Ruling(verdict, rules, assessment, "p1");
    }

    public static Incoming Judged(string id = "c1", Verdict verdict = Verdict.Approve, string text = "Good morning from the lake.", float slur = 0.0125f) =>
        new(Comment(id, text), Ruling(verdict, slur));

    public static Incoming Unjudged(string id = "c1", string text = "Good morning from the lake.") => new(Comment(id, text));
}
