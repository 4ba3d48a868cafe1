using System.Text.Json;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Text;

namespace Moderation.Learning.Datasets;

/// <summary>All labelled comments that a model learns from, and what each output of the model means.</summary>
public sealed class Corpus
{
    /// <summary>Name of the sections written for this project.</summary>
    public const string Authored = "authored";

    /// <summary>Name of the templated sentences written for this project.</summary>
    public const string Templates = "templates";

    /// <summary>Name of the public sets' rows that were judged by the taxonomy.</summary>
    public const string Judged = "judged";

    /// <summary>Name of moderators' own judgements.</summary>
    public const string Annotations = "annotations";

    /// <summary>Name of the public set that has the scores Perspective gave.</summary>
    public const string PerspectiveScores = "perspective-sample";

    /// <summary>One templated sentence in so many stands among harmless comments.</summary>
    private const int OneSurrounded = 5;

    private readonly Normalizer normalizer = new();
    private readonly List<Example> examples = [];
    private readonly List<string> heads = [];
    private readonly List<int> headDomains = [];
    private readonly List<int> headLabels = [];
    private readonly List<string> domains = [];

    /// <summary>The comments.</summary>
    public IReadOnlyList<Example> Examples => examples;

    /// <summary>Names of the heads: one a data set and label.</summary>
    public IReadOnlyList<string> Heads => heads;

    /// <summary>The domain of each head.</summary>
    public IReadOnlyList<int> HeadDomains => headDomains;

    /// <summary>The label of each head, by its place in the taxonomy.</summary>
    public IReadOnlyList<int> HeadLabels => headLabels;

    /// <summary>Kinds of text: a data set each, but for those that share one.</summary>
    public IReadOnlyList<string> Domains => domains;

    /// <summary>Whether the labels of a data set were given here, by this project or by a site's moderators; all others are to be downloaded.</summary>
    /// <param name="dataset">Its name.</param>
    public static bool IsOwn(string dataset) => dataset is Authored or Templates or Judged or Annotations;

    /// <summary>Reads every data set of the list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="judged">Which of their rows were judged by the taxonomy.</param>
    /// <returns>The sets whose files do not lie there; the others were read.</returns>
    public IReadOnlyList<Dataset> AddDatasets(DatasetList list, string folder, JudgedRows judged)
    {
        var missing = new List<Dataset>();
        foreach (var dataset in list.Datasets)
        {
            var path = Path.Combine(folder, dataset.File);
            if (!File.Exists(path))
            {
                missing.Add(dataset);
                continue;
            }

            var domain = Domain(dataset.Domain ?? dataset.Name);
            var first = AddHeads(domain, [.. dataset.Heads.Select(head => (head.In(dataset), head.Label))]);
            foreach (var example in Read(dataset, path, domain, first))
            {
                examples.Add(example);
                if (judged.Find(example.Dataset, example.Text) is { } labels)
                {
                    examples.Add(AsJudged(example, labels));
                }
                else
                {
                    DerivedLabels.AddTo(example, headLabels, normalizer.Normalize(example.Text).Tokens);
                }
            }
        }

        return missing;
    }

    /// <summary>The row once more, as the taxonomy sees it: it speaks for the outputs that all kinds of text share. Spoken for those of the sections, it blunts what they learn of short sentences.</summary>
    private static Example AsJudged(Example example, float[] labels) => example with
    {
        Dataset = Judged,
        Heads = [],
        Labels = labels,
    };

    /// <summary>Reads what needs no download: this project's sections and, where they are, templates, and moderators' judgements.</summary>
    /// <param name="folder">The folder of training data.</param>
    /// <param name="perFunction">How many sentences a function of the templates is expanded to.</param>
    /// <param name="seed">Which.</param>
    /// <param name="annotations">Files of judgements.</param>
    public void AddOwn(string folder, int perFunction, int seed, IReadOnlyList<string> annotations)
    {
        AddSections(Path.Combine(folder, "sections"), Taxonomy.Default);
        if (Path.Combine(folder, "templates") is var templates && Directory.Exists(templates))
        {
            AddTemplates(templates, perFunction, seed);
        }

        foreach (var file in annotations)
        {
            AddAnnotations(file, Taxonomy.Default);
        }
    }

    /// <summary>The same without some data sets.</summary>
    /// <param name="datasets">Their names.</param>
    public Corpus Without(params IReadOnlyList<string> datasets)
    {
        var rest = new Corpus();
        rest.examples.AddRange(examples.Where(example => !datasets.Contains(example.Dataset)));
        rest.heads.AddRange(heads);
        rest.headDomains.AddRange(headDomains);
        rest.headLabels.AddRange(headLabels);
        rest.domains.AddRange(domains);
        return rest;
    }

    /// <summary>The same as if all data sets were one kind of text that means one thing by a label: none has outputs of its own.</summary>
    public Corpus Pooled()
    {
        var pooled = new Corpus();
        pooled.domains.Add("all");
        pooled.examples.AddRange(examples.Select(example => example with
        {
            Domain = 0, FirstHead = 0, Heads = [], Labels = [.. Enumerable.Range(0, LabelNames.All.Count).Select(label => example.Truth(headLabels, label))],
        }));
        return pooled;
    }

    /// <summary>Reads the comment sections written for this project; every rater's word counts, none is averaged away before.</summary>
    /// <param name="folder">The folder of sections.</param>
    /// <param name="taxonomy">The labels.</param>
    public void AddSections(string folder, Taxonomy taxonomy)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            AddFile(file, taxonomy, Authored);
        }
    }

    /// <summary>Reads moderators' judgements, as <c>export</c> writes them. They speak for the same heads as the sections.</summary>
    /// <param name="file">The file.</param>
    /// <param name="taxonomy">The labels.</param>
    public void AddAnnotations(string file, Taxonomy taxonomy) => AddFile(file, taxonomy, Annotations);

    private void AddFile(string file, Taxonomy taxonomy, string dataset)
    {
        var (domain, first) = OwnHeads();
        var reader = new SectionReader(taxonomy);
        foreach (var (section, problem) in reader.ReadFile(file, "example.org"))
        {
            AddSection(section ?? throw new InvalidDataException($"{problem}"), dataset, domain, first);
        }
    }

    /// <summary>
    /// Reads the templated sentences written for this project. They speak for the same heads as the sections: the sections hold
    /// how people write, the templates what a model must not mix up. One in five to learn from stands among harmless comments of the
    /// sections, where they were read before.
    /// </summary>
    /// <param name="folder">The folder of templates.</param>
    /// <param name="perFunction">How many sentences a function is expanded to.</param>
    /// <param name="seed">Which.</param>
    public void AddTemplates(string folder, int perFunction, int seed)
    {
        var (domain, first) = OwnHeads();
        var (surroundings, count) = (Surroundings.Of(examples.Where(example => example.Dataset == Authored), seed), 0);
        foreach (var sentence in TemplateSet.Load(folder).Expand(perFunction, seed))
        {
            float[] labels = [.. LabelNames.All.Select(label => sentence.Labels.TryGetValue(label, out var value) ? value : float.NaN)];
            var part = Split.OfTemplate(sentence.Shape);
            var surrounded = part == Part.Train && count++ % OneSurrounded == 0;
            examples.Add(new Example(
                surrounded ? surroundings.Around(sentence.Text) : sentence.Text, "", "", Templates, sentence.Shape, domain, first, labels, Example.NothingKnown())
            {
                Part = part,
                IsComposed = surrounded,
            });
        }
    }

    private void AddSection(CommentSection section, string dataset, int domain, int first)
    {
        foreach (var comment in section.Comments)
        {
            float[] labels = [.. LabelNames.All.Select(label => GoldLabel.Share(comment.Annotations, label) ?? float.NaN)];
            examples.Add(new Example(
                comment.Comment.Text, comment.Comment.ParentText ?? "", comment.Comment.Title ?? "", dataset,
                dataset == Annotations ? Split.ThreadOf(comment.Comment) : section.Id, domain, first, labels, Example.NothingKnown())
            {
                Site = dataset == Annotations ? comment.Comment.Site : null,
            });
        }
    }

    private static IEnumerable<Example> Read(Dataset dataset, string path, int domain, int firstHead)
    {
        var columns = dataset.Columns;
        var values = dataset.Heads.Select(head => Expression.Parse(head.Value)).ToArray();
        var where = dataset.Where is null ? null : Expression.Parse(dataset.Where);
        foreach (var row in TableReader.Rows(path))
        {
            if (where is null || where.Evaluate(row) > 0)
            {
                float[] heads = [.. values.Select(value => Math.Clamp(value.Evaluate(row), 0, 1))];
                var text = row(columns.Text);
                var group = row(columns.Group);
                yield return new Example(
                    text, columns.Parent is null ? "" : row(columns.Parent), columns.Title is null ? "" : row(columns.Title),
                    dataset.Name, group.Length == 0 ? text : group, domain, firstHead, heads, Implied(dataset, heads));
            }
        }
    }

    private static float[] Implied(Dataset dataset, float[] heads)
    {
        var labels = Example.NothingKnown();
        for (var i = 0; i < heads.Length; i++)
        {
            foreach (var label in dataset.Heads[i].Also ?? [])
            {
                labels[IndexOf(label)] = heads[i];
            }
        }

        return labels;
    }

    private int Domain(string name)
    {
        if (!domains.Contains(name))
        {
            domains.Add(name);
        }

        return domains.IndexOf(name);
    }

    /// <summary>The kind of text and the first head of what is labelled here: a head a label of the taxonomy.</summary>
    private (int Domain, int First) OwnHeads()
    {
        var domain = Domain(Authored);
        return (domain, AddHeads(domain, [.. LabelNames.All.Select(label => ($"{Authored}.{label}", label))]));
    }

    /// <summary>Data sets that share a domain and heads of the same names share the heads too.</summary>
    private int AddHeads(int domain, (string Name, string Label)[] added)
    {
        if (heads.IndexOf(added[0].Name) is >= 0 and var known)
        {
            return known;
        }

        var first = heads.Count;
        foreach (var (name, label) in added)
        {
            heads.Add(name);
            headDomains.Add(domain);
            headLabels.Add(IndexOf(label));
        }

        return first;
    }

    private static int IndexOf(string label) => LabelSet.Full.IndexOf(label) is >= 0 and var place ? place
        : throw new InvalidDataException($"datasets.json names the label '{label}', which labels.json does not know. Correct one of them.");
}
