using Moderation.Features;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;

namespace Moderation.Learning;

/// <summary>The network's recipe without one of its parts, to see what the part is worth.</summary>
/// <param name="Without">What is left out.</param>
/// <param name="Recipe">The recipe without it.</param>
/// <param name="Data">The data without it.</param>
public sealed record Ablation(string Without, Func<NetworkSettings, NetworkSettings> Recipe, Func<Corpus, Corpus> Data)
{
    /// <summary>Every part that can be left out.</summary>
    public static IReadOnlyList<Ablation> All { get; } =
    [
        // The first says how much of a difference is chance. The rest begin with the largest parts, since it may be stopped.
        Setting("nothing, but another seed", settings => settings with { Seed = settings.Seed + 1 }),
        Setting("word vectors and what is made of neighbouring words", settings => settings with { GivenVectors = false, WordMinimum = int.MaxValue }),
        Features("groups of letters", FeatureKind.Letters),
        Features(
            "what words do: neighbours by their roles, and roles that meet in a clause or comment",
            FeatureKind.AbstractBigram, FeatureKind.AbstractTrigram, FeatureKind.AbstractFourgram, FeatureKind.ClausePair, FeatureKind.Clause, FeatureKind.CommentPair),
        Rows("templated sentences", corpus => corpus.Without(Corpus.Templates)),
        Rows("sections written for this project", corpus => corpus.Without(Corpus.Authored)),
        Rows("rows of the public sets judged anew", corpus => corpus.Without(Corpus.Judged)),
        Rows("outputs of its own for every data set, and the guess of a text's kind", corpus => corpus.Pooled()),
        Setting("practice in guessing a text's kind: it is learnt for the sake of the scores alone", settings => settings with { DomainWeight = 0 }),
        Setting("published word vectors: words begin from chance", settings => settings with { GivenVectors = false }),
        Features("neighbours as they are written", FeatureKind.Bigram, FeatureKind.Trigram, FeatureKind.Skip),
        Features("what the lexicons say of a word, groups and emoji by class", FeatureKind.Lexeme, FeatureKind.Identity, FeatureKind.Emoji),
        Setting("straight sums over the features, learnt apart from the network", settings => settings with { LinearPart = 0 }),
        Setting("the answers of the filters, learnt apart from the features", settings => settings with { FiltersPart = 0 }),
        Features("negation and quotation of a word", FeatureKind.Negated, FeatureKind.Quoted),
        Features("the parent comment and the title", FeatureKind.Parent, FeatureKind.Title),
    ];

    private static Ablation Setting(string without, Func<NetworkSettings, NetworkSettings> recipe) => new(without, recipe, corpus => corpus);

    private static Ablation Features(string without, params FeatureKind[] kinds) => Setting(without, settings => settings with { LeftOut = kinds });

    private static Ablation Rows(string without, Func<Corpus, Corpus> data) => new(without, settings => settings, data);
}
