using System.Text.Json;
using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Evaluation;

/// <summary>A case of the functional suite: one behaviour, one right answer.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Function">The behaviour it tests.</param>
/// <param name="Label">The label it is about.</param>
/// <param name="Expected">1 where the label is right, 0 where it is wrong.</param>
/// <param name="Group">The identity group it speaks of, or null.</param>
/// <param name="Identity">The identity term, in the identity templates.</param>
/// <param name="Text">The comment.</param>
public sealed record FunctionalCase(string Id, string? Function, string Label, int Expected, string? Group, string? Identity, string Text)
{
    /// <summary>The case as a row to measure on; it knows its own label only.</summary>
    public EvaluationRow ToRow()
    {
        var truth = new float[LabelNames.All.Count];
        Array.Fill(truth, float.NaN);
        truth[LabelSet.Full.IndexOf(Label)] = Expected;
        return new EvaluationRow(new CommentText(Text), [$"{EvaluationRow.FunctionPrefix}{Function ?? "identity-templates"}"], truth);
    }
}

/// <summary>Reads <c>training-data/functional-suite</c>, which measures and never trains.</summary>
public static class FunctionalSuite
{
    private const string IdentityTemplates = "identity-templates.jsonl";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The cases, function by function.</summary>
    public static IReadOnlyList<FunctionalCase> Cases(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file) != IdentityTemplates).SelectMany(Read)]
        : [];

    /// <summary>Harmless and toxic sentences, the same for every identity.</summary>
    public static IReadOnlyList<FunctionalCase> Identities(string folder) =>
        Path.Combine(folder, IdentityTemplates) is var file && File.Exists(file) ? [.. Read(file)] : [];

    private static IEnumerable<FunctionalCase> Read(string file) =>
        File.ReadLines(file).Where(line => line.Length > 0).Select((line, index) =>
            JsonSerializer.Deserialize<FunctionalCase>(line, Json) is { } read && LabelSet.Full.IndexOf(read.Label) >= 0
                ? read
                : throw new InvalidDataException($"{file}:{index + 1}: the case is empty or names an unknown label. Restore the file from the repository."));
}
