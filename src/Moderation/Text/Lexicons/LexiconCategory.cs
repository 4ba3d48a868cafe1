namespace Moderation.Text;

/// <summary>What the terms of a lexicon entry are.</summary>
public enum LexiconCategory : byte
{
    /// <summary>A word that exists to demean a protected group.</summary>
    Slur,

    /// <summary>The name of a group, in itself neutral.</summary>
    Identity,

    /// <summary>A swear word or an obscene word.</summary>
    Profanity,

    /// <summary>A word that belittles or insults.</summary>
    Insult,

    /// <summary>A word for violence against people.</summary>
    Violence,
}
