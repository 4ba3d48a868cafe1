using Moderation.Evaluation;
using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Models;

namespace Moderation.Service.Retraining;

/// <summary>Models beside each other on the same frozen rows.</summary>
/// <param name="Result">What was found.</param>
internal sealed record ModelComparison(EvaluationResult Result)
{
    /// <summary>Measures models of a shelf.</summary>
    /// <param name="shelf">Where they are.</param>
    /// <param name="models">Their ids; the word list is added.</param>
    /// <param name="settings">Which data to measure on.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="alone">Whether each comment is read alone, and not as one among others of its data set.</param>
    public static ModelComparison Of(ModelShelf shelf, IReadOnlyList<string> models, TrainingSettings settings, Part part = Part.Test, bool alone = false)
    {
        var corpus = Training.ReadCorpus(settings);
        return new ModelComparison(Evaluating.Run([.. models.Select(id => Contestant(shelf.Load(id), id))], corpus, settings, part, alone));
    }

    /// <summary>The reasons against replacing one by the other; none: it may be promoted.</summary>
    public IReadOnlyList<string> ReasonsAgainst(string challenger, string champion) => PromotionGate.Reasons(
        Result.Figures, challenger, champion, (Bias(challenger), Bias(champion)));

    /// <summary>Writes the report, the plots and every figure into a folder.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.md"), Result.Report);
        File.WriteAllText(Path.Combine(folder, "figures.json"), System.Text.Json.JsonSerializer.Serialize(Result.Figures, ModelShelf.Json));
        foreach (var (name, svg) in Result.Plots)
        {
            File.WriteAllText(Path.Combine(folder, name), svg);
        }
    }

    private double Bias(string name) => Result.Bias.TryGetValue(name, out var bias) ? bias.Score : double.NaN;

    private static Contestant Contestant((Scoring.IClassifier Classifier, ModelCard Card) loaded, string id) =>
        new(id, loaded.Classifier, loaded.Card.Thresholds);
}
