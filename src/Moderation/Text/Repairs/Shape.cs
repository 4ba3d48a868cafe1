namespace Moderation.Text;

/// <summary>What kinds of characters a chunk is made of.</summary>
internal readonly record struct Shape(int Letters, int Digits, int Signs, int MaskRuns, int LeetSigns, int CommonSigns, int Others, bool LeadingDigit, bool LeadingSign, bool OnlyTrailingDigits)
{
    /// <summary>Whether letters stand beside something that could hide others.</summary>
    internal bool IsMixed => Letters > 0 && Digits + Signs > 0;

    internal static Shape Of(ReadOnlySpan<char> core)
    {
        int letters = 0, digits = 0, signs = 0, maskRuns = 0, leet = 0, common = 0, letterless = 0;
        var trailing = true;
        var inMask = false;
        foreach (var c in core)
        {
            if (CharClasses.IsLetter(c))
            {
                trailing &= digits == 0;
                letters++;
            }
            else if (CharClasses.IsDigit(c))
            {
                digits++;
            }
            else if (c != '\'')
            {
                signs++;
                trailing = false;
            }

            leet += Leet.IsSign(c) ? 1 : 0;
            letterless += !CharClasses.IsLetter(c) && !Leet.IsSign(c) ? 1 : 0;
            common += Leet.IsCommonSign(c) ? 1 : 0;
            maskRuns += Masks.IsMask(c) && !inMask ? 1 : 0;
            inMask = Masks.IsMask(c);
        }

        return new Shape(letters, digits, signs, maskRuns, leet, common, letterless, CharClasses.IsDigit(core[0]), CharClasses.Of(core[0]) == CharClass.Symbol, trailing && digits > 0);
    }
}
