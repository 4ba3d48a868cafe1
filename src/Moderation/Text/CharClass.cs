namespace Moderation.Text;

/// <summary>What a folded character can be part of.</summary>
internal enum CharClass : byte
{
    Symbol,
    Letter,
    Digit,
    Apostrophe,
    Space,
    LineBreak,
    Emoji,
}

internal static class CharClasses
{
    /// <summary>Stands in folded text for an emoji; the private-use character itself names the row of the emoji table.</summary>
    internal const char FirstEmoji = '\uE000';

    internal const char LastEmoji = '\uEFFF';

    private static readonly byte[] Table = Build();

    internal static CharClass Of(char c) => (CharClass)Table[c];

    internal static bool IsLetter(char c) => Table[c] == (byte)CharClass.Letter;

    internal static bool IsDigit(char c) => Table[c] == (byte)CharClass.Digit;

    private static byte[] Build()
    {
        var table = new byte[0x10000];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (byte)Classify((char)i);
        }

        return table;
    }

    private static CharClass Classify(char c) => c switch
    {
        '\n' => CharClass.LineBreak,
        '\'' => CharClass.Apostrophe,
        >= FirstEmoji and <= LastEmoji => CharClass.Emoji,
        _ when char.IsLetter(c) => CharClass.Letter,
        _ when char.IsAsciiDigit(c) => CharClass.Digit,
        _ when char.IsWhiteSpace(c) => CharClass.Space,

        // Vowel signs and the like belong to their word in the scripts that use them.
        _ when char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.DecimalDigitNumber => CharClass.Letter,
        _ => CharClass.Symbol,
    };
}
