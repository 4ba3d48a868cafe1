using System.Diagnostics;
using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class HostileTextTests
{
    private const int Length = 300_000;

    public static TheoryData<string, string> Pieces => new()
    {
        { "combining marks", "\u0301" }, { "stars", "*" }, { "letters", "a" }, { "single letters", "f u " }, { "masked words", "f**k " }, { "half masks", "f*" },
        { "angle brackets", "<b" }, { "ampersands", "&#" }, { "quotes", "\"" }, { "apostrophes", "'a " }, { "words", "idiot" }, { "torn words", "fu ck " },
        { "digits", "1" }, { "leet", "1d10t" }, { "points", "a." }, { "lone surrogates", "\uD83D" }, { "emoji", "🐒" }, { "zero width", "a\u200B" },
        { "phrases", "black " }, { "slurs with senses", "monkey " }, { "negations", "not " }, { "reports", "called " }, { "mentions", "@a" }, { "hashtags", "#a" },
        { "addresses", "www." }, { "line breaks", ">\n" }, { "foreign", "а" }, { "NUL", "\0" }, { "alphabet", "abcdefghijklmnopqrstuvwxyz" }, { "tags", "<b>a</b>" },
        { "spelt words without white space", "i.d.i.o.t''" }, { "spelt words and marks", "i.d.i.o.t&&" },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Very_many_characters_of_anything_take_linear_time(string name, string piece)
    {
        var normalizer = new Normalizer();
        var text = string.Concat(Enumerable.Repeat(piece, Length / piece.Length));
        normalizer.Normalize(text.AsSpan(0, 10_000));

        // Fifty times what honest text needs, and far less than quadratic time would take; a busy machine may hold up one try, hardly three.
        var tries = Enumerable.Range(0, 3).Select(_ => Elapsed(() => normalizer.Normalize(text)));
        Assert.True(tries.Any(elapsed => elapsed < TimeSpan.FromSeconds(2)), $"{name} took more than two seconds, three times.");
    }

    [Fact]
    public void A_huge_comment_leaves_no_memory_behind()
    {
        var normalizer = new Normalizer();
        normalizer.Normalize(new string('a', Length) + string.Concat(Enumerable.Repeat("b ", Length)));
        normalizer.Normalize("small");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(normalizer);
        normalizer = null;
        Assert.True(before - GC.GetTotalMemory(forceFullCollection: true) < 4_000_000);
    }

    [Fact]
    public void Plain_text_is_normalised_without_allocation()
    {
        var normalizer = new Normalizer();
        const string Text = "The committee meets on Tuesday at 10:30, and everybody who has read the report is welcome to say what they think of it.";
        normalizer.Normalize(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        normalizer.Normalize(Text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TimeSpan Elapsed(Action work)
    {
        var begin = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begin);
    }
}
