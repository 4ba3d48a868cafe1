using System.CommandLine;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Service.Verbs;

/// <summary>Fits the scale on which a model answers Perspective's clients.</summary>
internal static class PerspectiveScaleVerb
{
    private const string SampleFile = "perspective-scores-sample.csv";

    private static readonly Option<string> Input = new("--input", "-i")
    {
        Description = "Comments with Perspective's scores; the same formats as 'shadow' reads.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string?> Model = new("--model") { Description = "Id of a model on the shelf (default: the champion).", HelpName = "ID" };

    public static Verb Verb { get; } = new(
        "perspective-scale", "Fits the scale that lets Perspective's clients keep their thresholds, and puts it beside its model.", [Input, Model], Run);

    private static Task<int> Run(VerbContext context, CancellationToken ct)
    {
        var (classifier, model, shelf) = ShadowVerb.OpenModel(context, context.Get(Model));
        Fit(context, context.Get(Input)!, classifier, model, shelf, ct);
        context.Out.WriteLine("A running service takes it up when it is started again.");
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>Fits the scale of a new model where the data folder has scores, so that Perspective's clients notice no change of models.</summary>
    public static void FitNew(VerbContext context, string data, ModelShelf shelf, string model, CancellationToken ct)
    {
        var scores = Path.Combine(data, SampleFile);
        if (File.Exists(scores))
        {
            Fit(context, scores, shelf.Load(model).Classifier, model, shelf.Folder, ct);
        }
        else
        {
            context.Error.WriteLine($"There is no '{scores}', so the model has no Perspective scale. Fit one with 'moderation perspective-scale' before you promote it.");
        }
    }

    private static void Fit(VerbContext context, string path, IClassifier classifier, string model, string shelf, CancellationToken ct)
    {
        var tables = new SortedDictionary<string, ScaleEntry>(Kept(shelf, model), StringComparer.Ordinal);
        var fitted = 0;
        foreach (var (attribute, pairs) in Pairs(path, classifier, context.Options.DomainPriors, ct))
        {
            if (pairs.Count < ScaleFit.FewestRows)
            {
                context.Error.WriteLine($"{attribute} has {pairs.Count} scores, {ScaleFit.FewestRows} are needed; it stays as it is.");
                continue;
            }

            var entry = tables[attribute] = ScaleFit.Fit(pairs);
            fitted++;
            context.Out.WriteLine(
                $"{attribute,-20} {entry.Rows,6} comments  Spearman {entry.Spearman:0.000}  mean difference {entry.MeanErrorBefore:0.000}, with the scale {entry.MeanErrorAfter:0.000}");
        }

        if (fitted == 0)
        {
            throw new InvalidDataException($"'{path}' has no attribute with {ScaleFit.FewestRows} scores or more. Give it more comments.");
        }

        var file = new ScaleFile { Model = model, Source = Path.GetFileName(path), SourceSha256 = ModelShelf.Sha256(path), Attributes = tables };
        context.Out.WriteLine($"The scale is in {file.Save(shelf)}.");
    }

    // An attribute that the new scores say nothing of keeps the table it has: thresholds were chosen on that scale too.
    private static SortedDictionary<string, ScaleEntry> Kept(string shelf, string model)
    {
        try
        {
            return ScaleFile.Read(shelf, model)?.Attributes ?? [];
        }
        catch (ModelRefusedException)
        {
            // What is damaged is to be fitted again, as its refusal says.
            return [];
        }
    }

    private static SortedDictionary<string, List<(float Ours, float Theirs)>> Pairs(
        string path, IClassifier classifier, bool ofOnePlace, CancellationToken ct)
    {
        var pairs = new SortedDictionary<string, List<(float, float)>>(StringComparer.Ordinal);
        var probabilities = new float[classifier.Labels.Count];
        foreach (var (stored, prior) in StoredScores.OfOnePlace(StoredScores.Read(path, () => { }), classifier))
        {
            ct.ThrowIfCancellationRequested();
            if (!classifier.TryScore(new CommentText(stored.Text, Prior: ofOnePlace ? prior : null), probabilities))
            {
                continue;
            }

            foreach (var (name, score) in stored.Scores)
            {
                var attribute = PerspectiveAttributes.Find(name)!;
                if (attribute.ScaleOf == attribute.Name && attribute.Of(classifier.Labels, probabilities) is { } probability)
                {
                    (pairs.TryGetValue(name, out var list) ? list : pairs[name] = []).Add((probability, score));
                }
            }
        }

        return pairs;
    }
}
