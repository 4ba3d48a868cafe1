namespace Moderation.Text;

/// <summary>What an emoji is used for, coarsely, so that what is learnt for one holds for its kin.</summary>
public enum EmojiClass : byte
{
    /// <summary>Not an emoji.</summary>
    None,

    /// <summary>Anything without a class of its own.</summary>
    Other,

    /// <summary>Laughing and mocking faces.</summary>
    Laugh,

    /// <summary>Hearts, kisses, smiles.</summary>
    Love,

    /// <summary>Angry and cursing faces, rude gestures.</summary>
    Anger,

    /// <summary>Vomit, faeces, rubbish, clowns.</summary>
    Disgust,

    /// <summary>Sad and frightened faces.</summary>
    Sadness,

    /// <summary>Other faces.</summary>
    Face,

    /// <summary>Hands and gestures that are not rude.</summary>
    Hand,

    /// <summary>People and body parts.</summary>
    Person,

    /// <summary>Animals as people are likened to: apes, pigs, dogs, snakes, vermin, insects.</summary>
    Vermin,

    /// <summary>Other animals and plants.</summary>
    Animal,

    /// <summary>Food and drink.</summary>
    Food,

    /// <summary>Weapons, bombs, skulls, coffins, fire, blood.</summary>
    Violence,

    /// <summary>Signs and buildings of religions.</summary>
    Religion,

    /// <summary>Flags.</summary>
    Flag,

    /// <summary>Signs of orientation and gender.</summary>
    Gender,

    /// <summary>Wheelchairs, canes, hearing aids.</summary>
    Disability,

    /// <summary>Sexual use.</summary>
    Sexual,

    /// <summary>Celebration, thumbs up, applause, sparkles.</summary>
    Praise,
}
