namespace Moderation.Comments;

/// <summary>A sentence written out from a template, with what its author says of it.</summary>
/// <param name="Function">Name of the function it exercises, such as <c>negated_hateful</c>.</param>
/// <param name="Shape">The template it was written from, with the name of the function that holds it: sentences of one shape belong together in a split.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Labels">Every label of the taxonomy, 0 or 1.</param>
public sealed record TemplatedSentence(string Function, string Shape, string Text, IReadOnlyDictionary<string, float> Labels);
