using System.Text;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Learning.Datasets;

namespace Moderation.Benchmarks.Speed;

/// <summary>A labelled text to measure with.</summary>
internal readonly record struct Sample(string Text, bool IsToxic);

/// <summary>What is measured with: the project's own comments, or the rows of an <c>export-split</c>.</summary>
internal static class Texts
{
    private const int Longest = 600;

    /// <summary>Every comment of up to 600 characters; the average is printed, since speed depends on it.</summary>
    public static List<Sample> Read(Arguments args) =>
        [.. (args.Find("--texts") is { } file ? Rows(file) : Own(args.Find("--training-data") ?? "training-data"))
            .Where(sample => sample.Text.Length is > 0 and <= Longest)];

    /// <summary>Texts of one length: neighbours joined, then cut.</summary>
    public static string[] OfLength(IReadOnlyList<Sample> samples, int length, int count)
    {
        var texts = new string[count];
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            while (text.Length < length)
            {
                text.Append(samples[next++ % samples.Count].Text).Append(' ');
            }

            texts[i] = text.ToString(0, length);
        }

        return texts;
    }

    /// <summary>The samples as lines for <c>score</c>, repeated until there are <paramref name="count"/>.</summary>
    public static byte[] AsLines(IReadOnlyList<Sample> samples, int count)
    {
        using var stream = new MemoryStream();
        for (var i = 0; i < count; i++)
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteStartObject();
            json.WriteNumber("id", i);
            json.WriteString("text", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(samples[i % samples.Count].Text)));
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    private static IEnumerable<Sample> Own(string folder)
    {
        var corpus = new Corpus();
        corpus.AddSections(Path.Combine(folder, "sections"), Taxonomy.Default);
        var toxicity = LabelSet.Full.IndexOf("toxicity");
        return corpus.Examples.Select(example => new Sample(example.Text, example.Heads[toxicity] >= 0.5f));
    }

    private static IEnumerable<Sample> Rows(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var row = JsonDocument.Parse(line);
            var toxic = row.RootElement.TryGetProperty("truth", out var truth)
                && truth.EnumerateObject().Any(label => label.Name != "perspective" && label.Value.GetDouble() >= 0.5);
            yield return new Sample(row.RootElement.GetProperty("text").GetString()!, toxic);
        }
    }
}
