namespace Moderation.Text;

/// <summary>The protected characteristic that an identity term or a slur names. The lexicons map each term to one.</summary>
public enum IdentityGroup : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Black people and people of African descent.</summary>
    Black,

    /// <summary>Asian people, by origin or appearance.</summary>
    Asian,

    /// <summary>Latin American and Hispanic people.</summary>
    Latino,

    /// <summary>Arab and Middle Eastern people.</summary>
    Arab,

    /// <summary>White people.</summary>
    White,

    /// <summary>Indigenous peoples.</summary>
    Indigenous,

    /// <summary>Roma, Sinti and Travellers.</summary>
    Roma,

    /// <summary>Race or ethnicity without a group of its own here, also mixed origin and caste.</summary>
    Ethnicity,

    /// <summary>A nationality.</summary>
    Nationality,

    /// <summary>Immigrants, refugees, foreigners.</summary>
    Migrant,

    /// <summary>Muslims.</summary>
    Muslim,

    /// <summary>Jews.</summary>
    Jewish,

    /// <summary>Christians.</summary>
    Christian,

    /// <summary>Other religions, and people of none.</summary>
    Religion,

    /// <summary>Women and girls.</summary>
    Women,

    /// <summary>Men and boys.</summary>
    Men,

    /// <summary>Gay, lesbian, bisexual and queer people.</summary>
    Orientation,

    /// <summary>Transgender, non-binary and intersex people.</summary>
    Trans,

    /// <summary>Disabled people, bodily or mental, and the ill.</summary>
    Disability,

    /// <summary>The old and the young.</summary>
    Age,

    /// <summary>People named by a trade, a party, a diet, a body: groups that no law protects here, kept apart for comparison.</summary>
    Unprotected,
}
