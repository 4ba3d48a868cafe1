namespace Moderation.Text;

/// <summary>One entry of the lexicons: a term, its other forms, and the senses in which it is no abuse.</summary>
/// <param name="Id">Its number, from 1; what <see cref="Token.Lexeme"/> holds. Fixed only together with <see cref="Lexicons.Hash"/>.</param>
/// <param name="Term">The term as a dictionary would list it.</param>
/// <param name="Category">What it is.</param>
/// <param name="Group">The group it names or demeans; <see cref="IdentityGroup.None"/> where it names none.</param>
/// <param name="Severity">0 (neutral) to 4 (worst).</param>
/// <param name="Profane">Whether it is a swear word too.</param>
/// <param name="Variants">Other forms: inflections, spellings, compounds.</param>
/// <param name="Spellings">Odd spellings of these forms, each with the form it is read as.</param>
/// <param name="Senses">Senses and the contexts that show them; the first that fits decides.</param>
/// <param name="Exceptions">Phrases in which it does no harm.</param>
public sealed record LexiconEntry(
    ushort Id,
    string Term,
    LexiconCategory Category,
    IdentityGroup Group,
    byte Severity,
    bool Profane,
    IReadOnlyList<string> Variants,
    IReadOnlyDictionary<string, string> Spellings,
    IReadOnlyList<LexiconSense> Senses,
    IReadOnlyList<string> Exceptions)
{
    /// <summary>Whether the word is read as harmless where no sense fits: so where only its abusive senses are described.</summary>
    public bool HarmlessByDefault => Senses.Count > 0 && Senses.All(sense => sense.Abusive);

    /// <summary>Whether it is worth undoing a disguise for.</summary>
    internal bool Strong => Category is LexiconCategory.Identity or LexiconCategory.Violence || Severity >= 2;
}

/// <summary>One sense of a term.</summary>
/// <param name="Name">What it means.</param>
/// <param name="Abusive">Whether this sense demeans.</param>
/// <param name="When">Words that show it within eight words, or a sign such as <c>@name</c> or <c>@you-are</c> (see <c>training-data/lexicons/README.md</c>).</param>
public sealed record LexiconSense(string Name, bool Abusive, IReadOnlyList<string> When);
