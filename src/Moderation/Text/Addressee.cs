namespace Moderation.Text;

/// <summary>Whom a clause is about or speaks to.</summary>
public enum Addressee : byte
{
    /// <summary>Nobody that the words show.</summary>
    None,

    /// <summary>The reader, another commenter (<c>you</c>, <c>your</c>, <c>u</c>, a mention).</summary>
    You,

    /// <summary>One other person (<c>he</c>, <c>her</c>, a name).</summary>
    ThirdPerson,

    /// <summary>A group (<c>they</c>, <c>these people</c>, an identity term in the plural).</summary>
    Group,

    /// <summary>The writer (<c>I</c>, <c>my</c>).</summary>
    Self,

    /// <summary>The writer's own group (<c>we</c>, <c>our</c>).</summary>
    Ourselves,

    /// <summary>A thing (<c>it</c>, <c>this game</c>).</summary>
    Object,
}
