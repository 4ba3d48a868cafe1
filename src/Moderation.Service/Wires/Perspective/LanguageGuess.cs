using System.Buffers;
using System.Collections.Frozen;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Guesses the language of a comment. English is the answer unless the evidence against it is strong: a short English comment
/// that is taken for Dutch would be refused, and many clients publish what was refused. So it never fails either.
/// </summary>
internal static class LanguageGuess
{
    /// <summary>What the model was trained on.</summary>
    public const string English = "en";

    // Words of other languages that English does not have, and that come often.
    private static readonly (string Language, string Words)[] Common =
    [
        ("de", "der die das und ist nicht ich du sie wir ihr ein eine einen mit für auf auch dass sind haben wird kein aber wenn oder"),
        ("fr", "le la les des est pas vous nous une que qui dans pour avec sur c'est je tu il elle mais sont cette ces ont être"),
        ("es", "el la los las que de es no una por para con pero está son muy como más esto eres ser del al lo se tu"),
        ("pt", "o os as que não uma para com por mas está são muito como mais isso você ser do da em se tu de é"),
        ("it", "il lo gli che non una per con ma sono è questo della di del come più sei anche io tu si"),
        ("nl", "de het een niet en ik je zijn van dat voor met op maar ook wij jullie heeft deze naar geen"),
        ("pl", "nie jest się że na to do jak ale co tak za od po czy ty ja przez już tylko"),
        ("sv", "och att det som är inte jag en på för med har du vi de ett av kan om den"),
        ("cs", "je se na že to ne jsem ale jak co tak za pro jsi by si už jen když od"),
        ("id", "yang dan di ini itu tidak dengan untuk dari kamu saya adalah bisa ada akan juga sudah karena orang"),
    ];

    private const string EnglishWords =
        "the a an and is are was you your i it he she they we this that of to in on for with not no do don't be have has what who so if but my me at as by or from can just like people all get go how why when";

    // One bit a language, so that a word is looked up once; the last bit is English.
    private static readonly int EnglishBit = 1 << Common.Length;
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LanguagesOf =
        Bits().ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> BetweenWords = SearchValues.Create(" \t\n\r.,!?;:\"()[]*_-/");
    private static readonly int LongestWord = LanguagesOf.Dictionary.Keys.Max(word => word.Length);

    // Cyrillic and Greek letters that pass for Latin ones. A comment of nothing else is English in disguise, not Russian.
    private static readonly FrozenSet<char> LookAlikes = "аеорсухіјѕһԁԛԝкмнтвАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοινρυ".ToFrozenSet();

    private const double ForeignScript = 0.5;
    private const double OwnLetters = 0.2;
    private const int FewestLetters = 4;
    private const int FewestWords = 4;
    private const int FewestHits = 3;
    private const int FarBehind = 4;

    /// <summary>Two-letter code of the most likely language.</summary>
    public static string Of(string text)
    {
        // ASCII without a hint of another language is by far the most common, and is decided by words alone.
        return (System.Text.Ascii.IsValid(text) ? null : ByScript(text)) ?? ByWords(text) ?? English;
    }

    private static string? ByScript(string text)
    {
        Span<int> letters = stackalloc int[9];
        var (total, lookAlikes) = (0, 0);
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                total++;
                letters[(int)ScriptOf(c)]++;
                lookAlikes += LookAlikes.Contains(c) ? 1 : 0;
            }
        }

        var foreign = total - letters[(int)Script.Latin];
        if (total < FewestLetters || foreign < total * ForeignScript || foreign - lookAlikes < total * OwnLetters)
        {
            return null;
        }

        // Japanese has Chinese characters too; its own syllables give it away.
        if (letters[(int)Script.Kana] > 0)
        {
            return "ja";
        }

        var most = 1;
        for (var i = 2; i < letters.Length; i++)
        {
            most = letters[i] > letters[most] ? i : most;
        }

        return Codes[most];
    }

    private static readonly string[] Codes = ["en", "ru", "ar", "zh", "ja", "ko", "hi", "el", "und"];

    private enum Script
    {
        Latin, Cyrillic, Arabic, Han, Kana, Hangul, Devanagari, Greek, Other,
    }

    private static Script ScriptOf(char c) => c switch
    {
        < '\u0250' or (>= '\u1E00' and < '\u1F00') or (>= '\uFF21' and <= '\uFF5A') => Script.Latin,
        >= '\u0370' and < '\u0400' or (>= '\u1F00' and < '\u2000') => Script.Greek,
        >= '\u0400' and < '\u0530' => Script.Cyrillic,
        >= '\u0600' and < '\u0780' or (>= '\uFB50' and < '\uFE00') or (>= '\uFE70' and < '\uFF00') => Script.Arabic,
        >= '\u0900' and < '\u0980' => Script.Devanagari,
        >= '\u3040' and < '\u3100' or (>= '\uFF66' and < '\uFFA0') => Script.Kana,
        >= '\u1100' and < '\u1200' or (>= '\uAC00' and < '\uD7B0') => Script.Hangul,
        >= '\u3400' and < '\uA000' => Script.Han,
        // Small capitals, phonetic and mathematical letters are how English is disguised.
        < '\u0370' or (>= '\u1D00' and < '\u1E00') or (>= '\u2100' and < '\u2190') => Script.Latin,
        _ => Script.Other,
    };

    private static string? ByWords(string text)
    {
        Span<int> hits = stackalloc int[Common.Length + 1];
        Span<char> lower = stackalloc char[LongestWord];
        var (words, strangers) = (0, 0);
        foreach (var range in text.AsSpan().SplitAny(BetweenWords))
        {
            var word = text.AsSpan(range);
            words += word.IsEmpty ? 0 : 1;
            if (word.IsEmpty || word.Length > lower.Length
                || !LanguagesOf.TryGetValue(lower[..word.ToLowerInvariant(lower)], out var languages))
            {
                continue;
            }

            for (var rest = languages; rest != 0; rest &= rest - 1)
            {
                hits[int.TrailingZeroCount(rest)]++;
            }

            strangers += (languages & ~EnglishBit) == 0 ? 0 : 1;
            var wordsLeft = (text.Length - range.End.Value + 1) / 2;
            if (hits[^1] * FarBehind > strangers + wordsLeft)
            {
                // Even if all that follows were of one other language, English would not be far behind.
                return null;
            }
        }

        var english = hits[^1];
        var foreign = hits[..^1];
        var best = 0;
        for (var i = 1; i < foreign.Length; i++)
        {
            best = foreign[i] > foreign[best] ? i : best;
        }

        // Three common words of another language, a quarter of all words, and English far behind.
        return words >= FewestWords && foreign[best] >= FewestHits && foreign[best] * 4 >= words && english * FarBehind <= foreign[best]
            ? Common[best].Language
            : null;
    }

    private static Dictionary<string, int> Bits()
    {
        var bits = EnglishWords.Split(' ').ToDictionary(word => word, _ => EnglishBit, StringComparer.Ordinal);
        for (var i = 0; i < Common.Length; i++)
        {
            foreach (var word in Common[i].Words.Split(' '))
            {
                bits[word] = bits.GetValueOrDefault(word) | (1 << i);
            }
        }

        return bits;
    }
}
