namespace Moderation.Models;

/// <summary>Which model is in force: the content of <c>champion.json</c>, the shelf's only mutable file.</summary>
/// <param name="Model">Id of the champion, the name of its folder.</param>
/// <param name="PromotedAt">When it was promoted.</param>
/// <param name="PromotedBy">Who or what promoted it.</param>
/// <param name="Previous">The champion before it, where to roll back to, or null.</param>
public sealed record Champion(string Model, DateTimeOffset PromotedAt, string PromotedBy, string? Previous);
