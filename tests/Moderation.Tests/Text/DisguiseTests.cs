using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class DisguiseTests
{
    private static readonly string[] Sentences =
    [
        "you are a complete idiot and everybody here knows it",
        "nobody asked for your opinion you stupid bitch",
        "go back to where you came from you filthy wetback",
        "those faggots should not be allowed to marry",
        "what a pathetic excuse for a human being you are",
        "shut your mouth you worthless piece of shit",
        "I hope somebody will murder you and your family",
        "all muslims are terrorists and should be deported",
        "the author is a disgusting pervert and a liar",
        "women like her are whores and nothing else",
        "fuck off and die you miserable asshole",
        "these niggers are ruining the neighbourhood again",
        "only a retarded moron could believe this garbage",
        "somebody should strangle that hypocrite with her own scarf",
        "kikes own the newspapers and the banks",
        "your sister is a slut and your brother is a coward",
        "people like you are vermin and must be exterminated",
        "the mayor is a corrupt bastard who deserves a beating",
        "learn to read before you comment you illiterate imbecile",
        "dirty immigrants bring nothing except disease and crime",
    ];

    private static readonly HashSet<string> Hidden =
    [
        "idiot", "stupid", "bitch", "filthy", "wetback", "faggots", "pathetic", "worthless", "shit", "murder", "muslims", "disgusting", "pervert", "liar", "whores",
        "fuck", "miserable", "asshole", "niggers", "retarded", "moron", "garbage", "strangle", "hypocrite", "kikes", "slut", "coward", "vermin", "exterminated",
        "bastard", "illiterate", "imbecile", "immigrants", "disease",
    ];

    public static TheoryData<string, double> Ways => new()
    {
        { "leet", 1 }, { "leet signs", 1 }, { "spaces", 1 }, { "dots", 1 }, { "zero width", 1 }, { "homoglyphs", 1 }, { "repeats", 1 }, { "doubled", 1 },
        { "swap", 0.9 }, { "drop", 0.85 }, { "stars", 0.95 }, { "inner stars", 0.8 }, { "full width", 1 }, { "underscores", 1 }, { "mathematical bold", 1 },
        { "markdown", 1 }, { "html", 1 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hidden_word_is_read_as_the_plain_one(string way, double leastShare)
    {
        var share = Recovered(text => Disguises.Apply(text, Disguises.OfWords[way], Hidden.Contains), Hidden.Contains, out var missed);
        Assert.True(share >= leastShare, $"{share:P1} of the words came back; not: {missed}");
    }

    [Theory]
    [InlineData("leet", 0.8)]
    [InlineData("spaces", 0.95)]
    [InlineData("zero width", 1)]
    [InlineData("homoglyphs", 0.95)]
    [InlineData("repeats", 0.95)]
    [InlineData("doubled", 0.85)]
    [InlineData("full width", 1)]
    [InlineData("mathematical bold", 1)]
    public void Ordinary_words_come_back_too(string way, double leastShare)
    {
        var share = Recovered(text => Disguises.Apply(text, Disguises.OfWords[way], _ => true), _ => true, out var missed);
        Assert.True(share >= leastShare, $"{share:P1} of the words came back; not: {missed}");
    }

    [Fact]
    public void Words_run_together_are_parted()
    {
        var share = Recovered(Disguises.RunTogether, _ => true, out var missed);
        Assert.True(share >= 0.95, $"{share:P1} of the words came back; not: {missed}");
    }

    [Theory]
    [InlineData("you are an i d i o t indeed", 11, 20)]
    [InlineData("you are an 1d10t!", 11, 16)]
    [InlineData("x <b>id</b>iot", 5, 14)]
    [InlineData("x ｉｄｉｏｔ", 2, 7)]
    [InlineData("x 𝐢𝐝𝐢𝐨𝐭 y", 2, 12)]
    [InlineData("x &#105;diot", 2, 12)]
    public void A_repaired_word_covers_what_stands_in_the_original(string text, int begin, int end)
    {
        var normalized = new Normalizer().Normalize(text);
        foreach (var token in normalized.Tokens)
        {
            if (normalized.Text(token) is "idiot")
            {
                Assert.Equal((begin, end), (token.Begin, token.End));
                return;
            }
        }

        Assert.Fail(Canonical.Of(text));
    }

    private static double Recovered(Func<string, string> hide, Func<string, bool> counted, out string missed)
    {
        int total = 0, found = 0;
        var lost = new List<string>();
        foreach (var sentence in Sentences)
        {
            var there = Canonical.Of(hide(sentence.ToLowerInvariant())).Split('|').ToList();
            foreach (var word in Canonical.Of(sentence).Split('|').Where(counted))
            {
                total++;
                if (there.Remove(word))
                {
                    found++;
                }
                else
                {
                    lost.Add(word);
                }
            }
        }

        missed = string.Join(' ', lost);
        return (double)found / total;
    }
}
