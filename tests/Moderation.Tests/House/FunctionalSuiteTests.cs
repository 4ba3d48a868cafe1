using System.Text.Json;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

/// <summary>The functional suite is a measuring instrument: it must be whole, and training must never have seen it.</summary>
public sealed class FunctionalSuiteTests
{
    private static readonly string Folder = Repository.PathOf("training-data", "functional-suite");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly List<Case> Cases = ReadCases();

    [Fact]
    public void The_suite_holds_at_least_32_functions_and_1800_cases()
    {
        Assert.InRange(Cases.Select(c => c.Function).Distinct().Count(), 32, int.MaxValue);
        Assert.InRange(Cases.Count, 1800, int.MaxValue);
    }

    [Fact]
    public void Every_case_has_its_own_id_and_its_own_text()
    {
        Assert.Empty(Cases.GroupBy(c => c.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(Cases.GroupBy(c => c.Text).Where(g => g.Count() > 1).Select(g => g.First().Id));
        Assert.DoesNotContain(Cases, c => string.IsNullOrWhiteSpace(c.Text));
    }

    [Fact]
    public void A_function_asks_for_one_answer_on_one_known_label()
    {
        Assert.All(Cases, c => Assert.True(Taxonomy.Default.Knows(c.Label) && c.Expected is 0 or 1, c.Id));
        Assert.All(Cases.GroupBy(c => c.Function), g => Assert.Single(g.Select(c => (c.Label, c.Expected)).Distinct()));
    }

    [Fact]
    public void Every_label_it_speaks_of_is_asked_for_in_both_directions() =>
        Assert.All(Cases.GroupBy(c => c.Label), g => Assert.Equal(2, g.Select(c => c.Expected).Distinct().Count()));

    [Fact]
    public void Its_readme_lists_every_function_with_its_number_of_cases()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(
            Cases.GroupBy(c => c.Function),
            g => Assert.Contains($"| `{g.Key}` | {g.First().Label} | {g.First().Expected} | {g.Count()} |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_identity_has_the_same_mix_of_benign_and_toxic_templates()
    {
        var templates = ReadLines<IdentityCase>("identity-templates.jsonl").ToList();
        var mixes = templates.GroupBy(t => t.Identity).Select(g => (Benign: g.Count(t => t.Expected == 0), Toxic: g.Count(t => t.Expected == 1)));

        Assert.InRange(templates.Count, 2000, int.MaxValue);
        Assert.Equal(50, templates.Select(t => t.Identity).Distinct().Count());
        var mix = Assert.Single(mixes.Distinct());
        Assert.Equal(mix.Benign, mix.Toxic);
    }

    [Fact]
    public void No_text_of_the_suite_stands_in_the_sections_that_train()
    {
        var reader = new SectionReader(Taxonomy.Default);
        var trained = Directory.EnumerateFiles(Repository.PathOf("training-data", "sections"), "*.jsonl")
            .SelectMany(file => reader.ReadFile(file, "sections"))
            .SelectMany(line => line.Section?.Comments ?? [])
            .Select(labelled => Letters(labelled.Comment.Text))
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(trained);
        Assert.Empty(Cases.Where(c => Letters(c.Text).Length >= 12 && trained.Contains(Letters(c.Text))).Select(c => c.Id));
    }

    /// <summary>What is left when case, punctuation and spacing are taken away, so that a retyped copy is found too.</summary>
    private static string Letters(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    private static List<Case> ReadCases() =>
        [.. Directory.EnumerateFiles(Folder, "*.jsonl")
            .Select(file => Path.GetFileName(file))
            .Where(name => name is not ("identity-templates.jsonl" or "disguises.jsonl"))
            .Order(StringComparer.Ordinal)
            .SelectMany(ReadLines<Case>)];

    private static IEnumerable<T> ReadLines<T>(string name) =>
        File.ReadLines(Path.Combine(Folder, name)).Select(line => JsonSerializer.Deserialize<T>(line, Json)!);

    private sealed record Case(string Id, string Function, string Label, int Expected, string? Group, string Text);

    private sealed record IdentityCase(string Id, string Identity, string Label, int Expected, string Text);
}
