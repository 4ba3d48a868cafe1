using System.Text.Json;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Tests.Support;

namespace Moderation.Tests.Comments;

public sealed class TemplateSetTests : IDisposable
{
    private static readonly Lazy<TemplateSet> Shipped = new(() => TemplateSet.Load(Repository.PathOf("training-data", "templates")));
    private static readonly Lazy<IReadOnlyList<TemplatedSentence>> Sentences = new(() => [.. Shipped.Value.Expand(120, seed: 1)]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_shipped_templates_cover_many_functions_and_each_says_what_it_teaches()
    {
        Assert.InRange(Shipped.Value.Functions.Count, 60, 900);
        Assert.All(Shipped.Value.Functions, function => Assert.EndsWith(".", function.Why));
    }

    [Fact]
    public void The_same_seed_gives_the_same_sentences_and_another_seed_others()
    {
        var again = Shipped.Value.Expand(120, seed: 1).Select(sentence => sentence.Text);
        var other = Shipped.Value.Expand(120, seed: 2).Select(sentence => sentence.Text);

        Assert.Equal(Sentences.Value.Select(sentence => sentence.Text), again);
        Assert.NotEqual(Sentences.Value.Select(sentence => sentence.Text), other);
    }

    [Fact]
    public void Every_characteristic_that_the_templates_protect_is_named_in_the_definitions()
    {
        using var groups = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("training-data", "templates", "groups.json")));
        var isProtected = groups.RootElement.GetProperty("groups").EnumerateArray().Where(group => group.GetProperty("protected").GetBoolean());
        var guideline = Taxonomy.Default.Find(LabelNames.HateSpeech)!.Guideline;

        Assert.All(isProtected.Select(group => group.GetProperty("characteristic").GetString()!).Distinct(), named => Assert.Contains(named, guideline));
    }

    [Fact]
    public void No_text_comes_twice() =>
        Assert.Equal(Sentences.Value.Count, Sentences.Value.Select(sentence => sentence.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_slot_is_filled() =>
        Assert.DoesNotContain(Sentences.Value, sentence => sentence.Text.Contains('{') || sentence.Text.Contains('}'));

    [Fact]
    public void Every_sentence_bears_all_labels_and_what_a_harm_implies()
    {
        Assert.All(Sentences.Value, sentence =>
        {
            var labels = sentence.Labels;
            Assert.Equal(LabelNames.All.Order(), labels.Keys.Order());
            Assert.True(labels[LabelNames.Slur] <= labels[LabelNames.HateSpeech], sentence.Text);
            string[] toxic = [.. LabelNames.Harms, LabelNames.SevereToxicity, LabelNames.Threat];
            Assert.All(toxic, label => Assert.True(labels[label] <= labels[LabelNames.Toxicity], sentence.Text));
        });
    }

    [Fact]
    public void Harmful_and_harmless_sentences_are_balanced_and_a_function_gives_what_its_weight_says()
    {
        Assert.InRange(Sentences.Value.Average(sentence => sentence.Labels[LabelNames.HateSpeech]), 0.2, 0.55);
        Assert.InRange(Sentences.Value.Average(sentence => LabelNames.Harms.Max(harm => sentence.Labels[harm])), 0.4, 0.65);
        var weights = Shipped.Value.Functions.ToDictionary(function => function.Name, function => function.Weight);
        Assert.All(Sentences.Value.CountBy(sentence => sentence.Function), function => Assert.InRange(function.Value, 100, 120 * weights[function.Key]));
        Assert.Equal(16 * 120, Sentences.Value.Count(sentence => sentence.Function == "grid_folk_fair"));
        Assert.Equal(240, Sentences.Value.Count(sentence => sentence.Function == "neutral_identity"));
    }

    [Fact]
    public void Protected_groups_stand_in_harmless_sentences_as_often_as_in_hateful_ones()
    {
        string[] groups = ["Muslims", "Jews", "trans people", "Black people", "immigrants", "women", "disabled people"];
        Assert.All(groups, group =>
        {
            var about = Sentences.Value.Where(sentence => sentence.Text.Contains(group, StringComparison.OrdinalIgnoreCase)).ToList();
            Assert.InRange(about.Average(sentence => sentence.Labels[LabelNames.HateSpeech]), 0.25, 0.75);
        });
    }

    [Fact]
    public void A_group_keeps_its_identity_within_a_sentence_and_the_second_is_another()
    {
        var folder = Folder("""["{Group.plural} met {group.singular} and {group2.plural}."]""");

        var texts = TemplateSet.Load(folder).Expand(10, 1).Select(sentence => sentence.Text).ToHashSet();

        Assert.Contains(texts, text => text.Contains("Cats met a cat and owls."));
        Assert.DoesNotContain(texts, text => text.Contains("Cats met an owl") || text.Contains("Cats met a cat and cats"));
    }

    [Fact]
    public void An_article_agrees_with_the_word_that_fills_the_slot()
    {
        var folder = Folder("""["What a {group.adj} day"]""");

        var texts = TemplateSet.Load(folder).Expand(10, 1).Select(sentence => sentence.Text).ToList();

        Assert.Contains(texts, text => text.Contains("What an owlish day"));
        Assert.Contains(texts, text => text.Contains("What a feline day"));
    }

    [Fact]
    public void A_template_says_only_where_its_labels_differ_from_its_functions()
    {
        var folder = Folder("""["Plain words", { "text": "Swear words", "labels": { "profanity": 1 } }]""");

        var sentences = TemplateSet.Load(folder).Expand(10, 1).ToList();

        Assert.All(sentences, sentence => Assert.Equal(sentence.Text.Contains("Swear") ? 1 : 0, sentence.Labels[LabelNames.Profanity]));
        Assert.Contains(sentences, sentence => sentence.Labels[LabelNames.Profanity] == 1);
    }

    [Theory]
    [InlineData("{nobody.plural}")]
    [InlineData("{group.colour}")]
    [InlineData("{say.nothing}")]
    public void A_slot_that_nothing_fills_is_refused_by_name(string slot)
    {
        var folder = Folder(JsonSerializer.Serialize(new[] { $"Hello {slot}" }));

        var fault = Assert.Throws<InvalidDataException>(() => TemplateSet.Load(folder));

        Assert.Contains(slot, fault.Message);
        Assert.Contains("only.json", fault.Message);
    }

    [Fact]
    public void A_list_that_is_named_twice_is_refused_instead_of_losing_the_first()
    {
        var folder = Folder("""["Just this"]""");
        var words = Path.Combine(folder, "words.json");
        File.WriteAllText(words, File.ReadAllText(words).TrimEnd().TrimEnd('}') + """, "twice": ["a"], "twice": ["b"]}""");

        var fault = Assert.Throws<InvalidDataException>(() => TemplateSet.Load(folder));

        Assert.Contains("words.json", fault.Message);
        Assert.Contains("twice", fault.Message);
    }

    [Fact]
    public void A_disguised_function_keeps_the_labels_and_changes_the_text()
    {
        var plain = Sentences.Value.Where(sentence => !sentence.Function.StartsWith("spelling", StringComparison.Ordinal)).Select(sentence => sentence.Text).ToHashSet();
        var disguised = Sentences.Value.Where(sentence => sentence.Function == "spelling_hate").ToList();

        Assert.All(disguised, sentence => Assert.Equal(1, sentence.Labels[LabelNames.HateSpeech]));
        Assert.InRange(disguised.Count(sentence => plain.Contains(sentence.Text)), 0, disguised.Count / 10);
        Assert.Contains(disguised, sentence => sentence.Text.Contains('*'));
        Assert.Contains(Sentences.Value, sentence => sentence.Function == "spelling_benign" && sentence.Text.Contains('*'));
    }

    [Fact]
    public void A_function_with_few_shapes_gives_fewer_sentences_than_asked_and_ends()
    {
        var folder = Folder("""["Just this"]""");

        // The bare sentence, and it with one of two openers or closers.
        Assert.Equal(5, TemplateSet.Load(folder).Expand(1000, 1).Count());
    }

    public void Dispose() => _folder.Dispose();

    private string Folder(string templates)
    {
        _folder.File("words.json", """{ "openers": ["Well.", "So."], "closers": ["Bye.", "End."] }""");
        _folder.File("groups.json", """
            { "families": { "group": ["protected"] },
              "groups": [ { "id": "cats", "characteristic": "animal", "protected": true, "plural": "cats", "singular": "a cat", "adj": "feline" },
                          { "id": "owls", "characteristic": "animal", "protected": true, "plural": "owls", "singular": "an owl", "adj": "owlish" } ],
              "slurs": [], "people": [] }
            """);
        _folder.File(Path.Combine("functions", "only.json"),
            $$"""{ "function": "only", "why": "A test.", "labels": { "toxicity": 0 }, "templates": {{templates}} }""");
        return _folder.Path;
    }
}
