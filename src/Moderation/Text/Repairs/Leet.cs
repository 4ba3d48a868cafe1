namespace Moderation.Text;

/// <summary>Digits and signs that stand for letters.</summary>
internal static class Leet
{
    // Combinations of the ambiguous signs are tried for so many; one more would only serve texts that nobody can read.
    private const int MostAmbiguous = 4;

    internal static bool IsSign(char c) => Letter(c) != '\0';

    /// <summary>Whether the sign stands inside a word only to hide it, unlike a bracket or a plus.</summary>
    internal static bool IsCommonSign(char c) => char.IsAsciiDigit(c) || c is '@' or '$' or '!' or '|' or '€' or '£';

    /// <summary>In how many ways the signs of <paramref name="word"/> can be read.</summary>
    internal static int Readings(ReadOnlySpan<char> word)
    {
        var ambiguous = 0;
        foreach (var c in word)
        {
            ambiguous += OtherLetter(c) == '\0' ? 0 : 1;
        }

        return 1 << Math.Min(ambiguous, MostAmbiguous);
    }

    /// <summary>Writes the letters of <paramref name="word"/>, leaving out signs that stand for none, and returns their number.</summary>
    /// <param name="word">Letters, digits and signs.</param>
    /// <param name="reading">One bit for each ambiguous sign, the first sign lowest.</param>
    /// <param name="target">At least as long as the word.</param>
    internal static int Read(ReadOnlySpan<char> word, int reading, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            var letter = CharClasses.IsLetter(c) ? c : Letter(c);
            if (OtherLetter(c) is not '\0' and var other)
            {
                letter = (reading & 1) == 0 ? letter : other;
                reading >>= 1;
            }

            if (letter != '\0')
            {
                target[length++] = letter;
            }
        }

        return length;
    }

    private static char Letter(char c) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' or '¡' => 'i',
        '2' => 'z',
        '3' or '€' => 'e',
        '4' or '@' or '^' => 'a',
        '5' or '$' or '§' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        '(' or '<' or '{' or '¢' => 'c',
        '£' => 'l',
        '¥' => 'y',
        _ => '\0',
    };

    private static char OtherLetter(char c) => c switch
    {
        '1' or '!' or '|' or '¡' => 'l',
        '6' => 'b',
        '2' => 'r',
        _ => '\0',
    };
}
