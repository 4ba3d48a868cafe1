using System.Text.Encodings.Web;
using System.Text.Json;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Text;

namespace Moderation.Benchmarks;

/// <summary>
/// Writes the rows that ours is trained and measured on, so that others can be trained and measured on exactly the same:
/// <c>train.jsonl</c> (training and calibration part, since the peers have nothing to calibrate with), <c>test.jsonl</c>, and
/// <c>suite.jsonl</c>, the functional suite. The same lines are what <c>score</c> reads.
/// <c>export-split --datasets DIR --out DIR [--training-data DIR] [--share 1] [--own true]</c>.
/// </summary>
internal static class SplitExport
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Task RunAsync(Arguments args)
    {
        var (trainingData, output, share) = (args.Find("--training-data") ?? "training-data", args["--out"], args.Number("--share", 1));
        var corpus = Training.ReadCorpus(new TrainingSettings
        {
            DataFolder = args["--datasets"], TrainingDataFolder = trainingData, Now = default,
        });
        // Peers learn from the public sets alone, as their users would; --own adds the sections, templates and judgements of this project.
        var own = args.Find("--own") == "true";
        var rows = corpus.Examples.Where(example => InShare(example, share) && (own || !Corpus.IsOwn(example.Dataset))).ToList();
        Directory.CreateDirectory(output);
        Write(Path.Combine(output, "train.jsonl"), rows.Where(row => row.Part != Part.Test), corpus);
        Write(Path.Combine(output, "test.jsonl"), rows.Where(row => row.Part == Part.Test), corpus);
        WriteSuite(Path.Combine(output, "suite.jsonl"), Path.Combine(trainingData, "functional-suite"));
        Console.WriteLine($"{rows.Count(row => row.Part != Part.Test):N0} rows to learn from and {rows.Count(row => row.Part == Part.Test):N0} to measure on stand in '{output}'.");
        return Task.CompletedTask;
    }

    private static bool InShare(Example example, double share) =>
        share >= 1 || TextHash.Of($"share:{example.Group}") % 10_000 < share * 10_000;

    private static void Write(string path, IEnumerable<Example> rows, Corpus corpus)
    {
        using var file = File.Create(path);
        var number = 0;
        foreach (var row in rows)
        {
            using var json = new Utf8JsonWriter(file, Json);
            json.WriteStartObject();
            json.WriteString("id", $"{row.Dataset}#{number++}");
            json.WriteString("dataset", row.Dataset);
            WriteTruth(json, row, corpus);
            json.WriteString("text", Whole(row.Text));
            WriteIfAny(json, "parentText", row.Parent);
            WriteIfAny(json, "title", row.Title);
            json.WriteEndObject();
            json.Flush();
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>What the row's data set says, head by head, then what that implies. A head that holds Perspective's own scores is no label, and keeps its name.</summary>
    private static void WriteTruth(Utf8JsonWriter json, Example row, Corpus corpus)
    {
        var truth = new Dictionary<string, float>();
        for (var i = 0; i < row.Heads.Length; i++)
        {
            var head = corpus.Heads[row.FirstHead + i].Split('.');
            truth[head.Length > 2 && head[2].StartsWith("perspective", StringComparison.Ordinal) ? head[2] : head[1]] = row.Heads[i];
        }

        for (var i = 0; i < row.Labels.Length; i++)
        {
            truth.TryAdd(LabelNames.All[i], row.Labels[i]);
        }

        json.WriteStartObject("truth");
        foreach (var (label, value) in truth)
        {
            if (!float.IsNaN(value))
            {
                json.WriteNumber(label, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteSuite(string path, string folder)
    {
        using var file = File.Create(path);
        foreach (var test in FunctionalSuite.Cases(folder).Concat(FunctionalSuite.Identities(folder)))
        {
            using var json = new Utf8JsonWriter(file, Json);
            json.WriteStartObject();
            json.WriteString("id", test.Id);
            json.WriteString("function", test.Function ?? "identity-templates");
            json.WriteString("label", test.Label);
            json.WriteNumber("expected", test.Expected);
            WriteIfAny(json, "identity", test.Identity);
            json.WriteString("text", Whole(test.Text));
            json.WriteEndObject();
            json.Flush();
            file.WriteByte((byte)'\n');
        }
    }

    // Half a surrogate pair cannot be written as UTF-8.
    private static string Whole(string text) => text.Any(char.IsSurrogate)
        ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) : text;

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, Whole(value));
        }
    }
}
