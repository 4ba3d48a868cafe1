namespace Moderation.Text;

/// <summary>The alphabets beyond the basic plane that only repeat the Latin one in another style.</summary>
internal static class StyledAlphabets
{
    private const int MathLetters = 0x1D400;
    private const int MathLettersEnd = 0x1D6A4;
    private const int MathGreek = 0x1D6A8;
    private const int MathDigits = 0x1D7CE;
    private const string GreekLookAlikes = "abgdeznqiklmvxoprsstufxyw";

    /// <summary>The plain letter or digit, or NUL where the code point is none of them.</summary>
    internal static char Fold(int code, out bool upper)
    {
        upper = false;
        switch (code)
        {
            case >= MathLetters and < MathLettersEnd:
                var place = (code - MathLetters) % 52;
                upper = place < 26;
                return (char)('a' + (place % 26));
            case >= MathGreek and < MathDigits:
                var greek = (code - MathGreek) % 58;
                upper = greek < 25;
                return GreekLookAlikes[(greek < 25 ? greek : Math.Max(0, greek - 26)) % GreekLookAlikes.Length];
            case >= MathDigits and <= 0x1D7FF:
                return (char)('0' + ((code - MathDigits) % 10));
            case >= 0x1F130 and <= 0x1F149:
                upper = true;
                return (char)('a' + code - 0x1F130);
            case >= 0x1F150 and <= 0x1F169:
                upper = true;
                return (char)('a' + code - 0x1F150);
            case >= 0x1F170 and <= 0x1F189:
                upper = true;
                return (char)('a' + code - 0x1F170);
            case >= 0x1F1E6 and <= 0x1F1FF:
                return (char)('a' + code - 0x1F1E6);
            case >= 0xE0000 and <= 0xE01EF:
                return FoldTable.Drop;
            case >= 0x1FBF0 and <= 0x1FBF9:
                return (char)('0' + code - 0x1FBF0);
            default:
                return '\0';
        }
    }
}
