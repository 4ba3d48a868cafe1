using Moderation.Comments;
using Moderation.Labels;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

/// <summary>The comment sections written for this project follow the guidelines in labels.json and the datasheet.</summary>
public sealed class SectionDataTests
{
    private static readonly (string If, string Then)[] Implications =
    [
        (LabelNames.Slur, LabelNames.HateSpeech),
        (LabelNames.Slur, LabelNames.Toxicity),
        (LabelNames.Harassment, LabelNames.Toxicity),
        (LabelNames.HateSpeech, LabelNames.Toxicity),
        (LabelNames.SevereToxicity, LabelNames.Toxicity),
        (LabelNames.Threat, LabelNames.Toxicity),
    ];

    private static readonly List<(CommentSection? Section, ReadProblem? Problem)> Lines = Read();

    [Fact]
    public void Every_comment_is_judged_on_all_eight_labels()
    {
        var gaps = Annotated().Where(item => LabelNames.All.Any(label => !item.Labels.ContainsKey(label)));
        Assert.Empty(gaps.Select(item => item.Where));
    }

    [Fact]
    public void Labels_that_imply_others_carry_them()
    {
        var broken =
            from item in Annotated()
            from rule in Implications
            where item.Labels.GetValueOrDefault(rule.If) > 0.5f && item.Labels.GetValueOrDefault(rule.Then) < 0.5f
            select $"{item.Where}: {rule.If} without {rule.Then}";
        Assert.Empty(broken);
    }

    [Fact]
    public void A_comment_answers_one_that_stands_before_it_in_its_section()
    {
        var lost = new List<string>();
        foreach (var section in Lines.Select(line => line.Section!))
        {
            var before = new HashSet<string>(StringComparer.Ordinal);
            foreach (var comment in section.Comments.Select(labelled => labelled.Comment))
            {
                if (comment.ParentId is { } parent && !before.Contains(parent))
                {
                    lost.Add($"{section.Id}/{comment.Id}");
                }

                before.Add(comment.Id);
            }
        }

        Assert.Empty(lost);
    }

    private static IEnumerable<(string Where, IReadOnlyDictionary<string, float> Labels)> Annotated() =>
        from line in Lines
        from labelled in line.Section!.Comments
        from annotation in labelled.Annotations.DefaultIfEmpty(new Annotation("nobody", new Dictionary<string, float>()))
        select ($"{labelled.Comment.Section}/{labelled.Comment.Id}", annotation.Labels);

    private static List<(CommentSection? Section, ReadProblem? Problem)> Read()
    {
        var reader = new SectionReader(Taxonomy.Default);
        return [.. Directory.EnumerateFiles(Repository.PathOf("training-data", "sections"), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => reader.ReadFile(file, "sections"))];
    }
}
