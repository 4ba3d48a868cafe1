using System.Text;

namespace Moderation.Benchmarks.Speed;

/// <summary>fastText on the same texts, for one label on one core: what its <c>predict-prob</c> takes beyond loading its model.</summary>
internal static class FastTextPeer
{
    /// <summary>Microseconds of processor time a comment, with words alone and with letter groups too; NaN where it is not installed.</summary>
    public static (double Words, double Letters) Measure(IReadOnlyList<Sample> samples, int count)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "fasttext"))))
        {
            return (double.NaN, double.NaN);
        }

        var folder = Directory.CreateTempSubdirectory("moderation-fasttext-");
        try
        {
            var (train, one, many) = (Path.Combine(folder.FullName, "train"), Path.Combine(folder.FullName, "one"), Path.Combine(folder.FullName, "many"));
            File.WriteAllLines(train, samples.Select(sample => $"__label__{(sample.IsToxic ? 1 : 0)} {Prepared(sample.Text)}"));
            File.WriteAllLines(one, [Prepared(samples[0].Text)]);
            File.WriteAllLines(many, Enumerable.Range(0, count).Select(i => Prepared(samples[i % samples.Count].Text)));
            return (Cost([]), Cost(["-minn", "3", "-maxn", "5"]));

            double Cost(string[] letters)
            {
                var model = Path.Combine(folder.FullName, "model");
                ProgramRun.Of("fasttext", ["supervised", "-input", train, "-output", model, "-wordNgrams", "2", "-epoch", "1", "-thread", "1", "-bucket", "500000", .. letters]);
                var load = ProgramRun.Of("fasttext", "predict-prob", $"{model}.bin", one, "2");
                var all = ProgramRun.Of("fasttext", "predict-prob", $"{model}.bin", many, "2");
                return (all.Spent - load.Spent).Processor.TotalMicroseconds / (count - 1);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Prepared(string text)
    {
        var prepared = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            _ = c switch
            {
                '.' or '!' or '?' or ',' or '\'' or '/' or '(' or ')' or '"' => prepared.Append(' ').Append(c).Append(' '),
                '\n' or '\r' or '\t' => prepared.Append(' '),
                _ => prepared.Append(c),
            };
        }

        return prepared.ToString();
    }
}
