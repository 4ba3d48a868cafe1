using System.Text.Json.Serialization;

namespace Moderation.Labels;

/// <summary>Whether policies act on a label, or it only supports the judgement.</summary>
public enum LabelKind
{
    /// <summary>A harm: policies hold or reject comments for it.</summary>
    Harm,

    /// <summary>A supporting attribute, shown to moderators and to the wires.</summary>
    Attribute,
}

/// <summary>A category of the taxonomy. Not to be mistaken for an <see cref="Annotation"/>, one rater's judgement.</summary>
/// <param name="Name">Lower-case identifier, unique, never reused after <paramref name="Retired"/>.</param>
/// <param name="Kind">Harm or attribute.</param>
/// <param name="Definition">One sentence: what the label means.</param>
/// <param name="Guideline">What counts and what does not, for raters.</param>
/// <param name="Example">A comment that has the label.</param>
/// <param name="CounterExample">A comment that looks like it and has not.</param>
/// <param name="Since">Month of introduction, <c>yyyy-MM</c>.</param>
/// <param name="Retired">Month of retirement, or null while in use. Old models keep their own label set.</param>
/// <param name="Perspective">The attribute of Google's Perspective API that means the same, or null.</param>
public sealed record Label(
    string Name,
    [property: JsonConverter(typeof(JsonStringEnumConverter<LabelKind>))] LabelKind Kind,
    string Definition,
    string Guideline,
    string Example,
    string CounterExample,
    string Since,
    string? Retired,
    string? Perspective);
