using System.Globalization;
using Moderation.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

public sealed class JudgementsTests
{
    private const string Codes = "SHATVPIX";
    private static readonly string Folder = Path.Combine(Repository.Root, "training-data", "judgements");

    [Fact]
    public void The_judged_rows_are_as_many_as_their_readme_says()
    {
        var count = JudgedRows.Load(Folder).Count;
        Assert.Contains(count.ToString("N0", CultureInfo.InvariantCulture) + " comments", Readme(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_a_harm_or_severe_or_a_threat_is_toxic_too()
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, "public-sets.tsv")))
        {
            var codes = line.Split('\t')[2];
            var toxic = codes.Contains('T') ? 2 : codes.Contains('t') ? 1 : 0;
            Assert.All("SHAVX", code => Assert.True(toxic >= (codes.Contains(code) ? 2 : codes.Contains(char.ToLowerInvariant(code)) ? 1 : 0), line));
        }
    }

    [Fact]
    public void The_raters_agree_as_the_readme_says()
    {
        var rows = File.ReadLines(Path.Combine(Folder, "agreement.csv")).Skip(1).Select(line => line.Split(',')[2..]).ToList();
        var kappas = Codes.Select(code => Kappa(rows, code).ToString("F2", CultureInfo.InvariantCulture));
        Assert.Contains($"| {string.Join(" | ", kappas)} |", Readme(), StringComparison.Ordinal);
    }

    /// <summary>Fleiss' kappa of one label, said yes to or not.</summary>
    private static double Kappa(List<string[]> rows, char code)
    {
        var raters = rows[0].Length;
        var yes = rows.Select(row => row.Count(codes => codes.Contains(code))).ToList();
        var agreement = yes.Average(count => ((count * (count - 1.0)) + ((raters - count) * (raters - count - 1.0))) / (raters * (raters - 1.0)));
        var share = yes.Sum() / (double)(rows.Count * raters);
        var chance = (share * share) + ((1 - share) * (1 - share));
        return (agreement - chance) / (1 - chance);
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Folder, "README.md"));
}
