using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>One function of language (negated hate, counter-speech, reclaimed slurs …) with the sentence shapes that teach it.</summary>
internal sealed record TemplateFunction
{
    public required string Name { get; init; }

    /// <summary>One sentence: what the function teaches.</summary>
    public required string Why { get; init; }

    /// <summary>How many times the usual number of sentences it gives; 1 or more.</summary>
    public required int Weight { get; init; }

    public required IReadOnlyList<Template> Templates { get; init; }

    /// <summary>Word lists of this function alone; they come before the shared ones.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<SlotValue>> Slots { get; init; }

    /// <summary>Functions whose sentences this one repeats in disguise, with their labels; empty where it has templates of its own.</summary>
    public required IReadOnlyList<string> Disguises { get; init; }
}

/// <summary>A sentence shape with its labels.</summary>
/// <param name="Parts">Literal text and slots in their order.</param>
/// <param name="Labels">All labels of <see cref="LabelNames.All"/>.</param>
/// <param name="Typical">It bears its function's own labels, so that other functions may quote it.</param>
internal sealed record Template(IReadOnlyList<TemplatePart> Parts, IReadOnlyDictionary<string, float> Labels, bool Typical)
{
    /// <summary>The template as written.</summary>
    public string Text { get; } = string.Concat(Parts.Select(part => part.Literal));

    /// <summary>It repeats a sentence of another function.</summary>
    public bool Quotes => Parts.Any(part => part.List == TemplatePart.Say);
}
