using Moderation.Comments;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>One rule of the ordered list; the first that speaks decides.</summary>
/// <param name="Name">Kebab-case name, shown to moderators and stored with the decision.</param>
/// <param name="Why">One sentence: why the rule exists.</param>
/// <param name="Judge">What it says of the case, or null where it has nothing to say.</param>
public sealed record PolicyRule(string Name, string Why, Func<Case, RuleFinding?> Judge)
{
    /// <summary>What a ruling names where the rule was not about labels; one list for all comments.</summary>
    internal IReadOnlyList<string> Alone { get; } = [Name];
}

/// <summary>What a rule looks at.</summary>
public sealed record Case(Comment Comment, Assessment Assessment, Policy Policy);

/// <summary>What a rule found.</summary>
/// <param name="Verdict">The verdict it calls for.</param>
/// <param name="Labels">The labels that made it speak; empty where it was not about labels.</param>
public sealed record RuleFinding(Verdict Verdict, params IReadOnlyList<string> Labels);

/// <summary>The verdict on a comment with the rules that spoke, <c>name</c> or <c>name:label</c>.</summary>
public sealed record Ruling(Verdict Verdict, IReadOnlyList<string> Rules, Assessment Assessment, string PolicyVersion);
