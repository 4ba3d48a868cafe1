namespace Moderation.Service.Wires.Perspective;

/// <summary>The body of <c>comments:analyze</c> or <c>comments:suggestscore</c>, as far as anything is made of it.</summary>
internal sealed class PerspectiveRequest
{
    /// <summary>The comment, or null where there is none.</summary>
    public string? Text { get; set; }

    /// <summary>PLAIN_TEXT, HTML or what the client wrote, or null.</summary>
    public string? TextType { get; set; }

    /// <summary>Attributes to score.</summary>
    public List<RequestedAttribute> Attributes { get; } = new(6);

    /// <summary>Scores that a moderator suggests.</summary>
    public List<SuggestedScore> Suggestions { get; } = [];

    /// <summary>Languages as given; null where none are (an empty list counts as none, as real clients mean it).</summary>
    public List<string>? Languages { get; set; }

    /// <summary>Texts of <c>context.entries</c>, in their order.</summary>
    public List<string>? Entries { get; set; }

    /// <summary>Text of <c>context.articleAndParentComment.article</c>.</summary>
    public string? Article { get; set; }

    /// <summary>Text of <c>context.articleAndParentComment.parentComment</c>.</summary>
    public string? Parent { get; set; }

    /// <summary>Whether <c>articleAndParentComment</c> was there.</summary>
    public bool HasArticleAndParent { get; set; }

    /// <summary>Whether scores by sentence are wanted.</summary>
    public bool SpanAnnotations { get; set; }

    /// <summary>Whether nothing of this may be kept.</summary>
    public bool DoNotStore { get; set; }

    /// <summary>Whether attributes that we do not answer are left out instead of refused.</summary>
    public bool DropUnsupportedAttributes { get; set; }

    /// <summary>Echoed.</summary>
    public string? ClientToken { get; set; }

    /// <summary>The client's community.</summary>
    public string? CommunityId { get; set; }
}

/// <summary>An attribute that a client asks for.</summary>
/// <param name="Attribute">What we know of it; null where nothing.</param>
/// <param name="Name">As written.</param>
/// <param name="Threshold">Scores below are left out.</param>
/// <param name="ScoreType">As written, or null.</param>
internal readonly record struct RequestedAttribute(PerspectiveAttribute? Attribute, string Name, double Threshold, string? ScoreType);

/// <summary>A score that a client suggests for an attribute.</summary>
/// <param name="Attribute">What we know of it; null where nothing.</param>
/// <param name="Name">As written.</param>
/// <param name="Value">The summary score, or the highest of the spans'; null where there is none.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
internal readonly record struct SuggestedScore(PerspectiveAttribute? Attribute, string Name, double? Value, string? Fault);
