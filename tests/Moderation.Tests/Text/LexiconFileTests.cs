using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class LexiconFileTests
{
    public static TheoryData<string> Lines
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var file in Directory.EnumerateFiles(Support.Repository.PathOf("training-data", "lexicons", "tests"), "*.txt").Order(StringComparer.Ordinal))
            {
                foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
                {
                    data.Add(line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_of_the_lexicon_tests_holds(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var arrow = line.LastIndexOf(" → ", StringComparison.Ordinal);
        var term = line[..colon];
        var entry = Lexicons.Entries.First(entry => entry.Term == term || entry.Variants.Contains(term));
        var normalized = new Normalizer().Normalize(line.AsSpan(colon + 2, arrow - colon - 2));
        var flagged = false;
        foreach (var token in normalized.Tokens)
        {
            flagged |= token.Lexeme == entry.Id
                || (token.Lexeme != 0 && entry.Category == LexiconCategory.Identity
                    && Lexicons.Entry(token.Lexeme) is { Category: LexiconCategory.Identity } other && other.Group == entry.Group);
        }

        Assert.Equal(line[(arrow + 3)..], flagged ? "flagged" : "not");
    }

    [Fact]
    public void There_are_at_least_two_hundred_lines() => Assert.True(Lines.Count >= 200, $"{Lines.Count} lines");
}
