namespace Moderation.Policies;

/// <summary>The whole policy, in order: a rule's place is its priority, the first that speaks decides.</summary>
public static class PolicyRules
{
    // The common outcome, made once: judging allocates little more than its ruling.
    private static readonly RuleFinding Approve = new(Verdict.Approve);

    /// <summary>All rules. Add one by writing it and naming it here.</summary>
    public static IReadOnlyList<PolicyRule> All { get; } =
    [
        new("unscored", "A comment that could not be scored is never taken for clean; a human sees it.", Unscored),
        new("reject-harm", "The site's policy rejects without a human what the model is this sure of.", RejectHarm),
        new("review-harm", "A label reached the probability at which the policy wants a human to look.", ReviewHarm),
        new("clean", "No rule above spoke.", _ => Approve),
    ];

    /// <summary>The ruling of the first rule that speaks.</summary>
    public static Ruling Judge(Case @case)
    {
        for (var i = 0; i < All.Count; i++)
        {
            var rule = All[i];
            if (rule.Judge(@case) is { } finding)
            {
                return new Ruling(finding.Verdict, Names(rule, finding), @case.Assessment, @case.Policy.Version);
            }
        }

        throw new InvalidOperationException("No policy rule spoke; the last rule of PolicyRules.All must always speak.");
    }

    private static RuleFinding? Unscored(Case @case) =>
        @case.Assessment.IsScored ? null : new RuleFinding(Verdict.Review);

    private static RuleFinding? RejectHarm(Case @case) => AtOrAbove(@case, @case.Policy.Reject, Verdict.Reject);

    private static RuleFinding? ReviewHarm(Case @case) => AtOrAbove(@case, @case.Policy.Review, Verdict.Review);

    private static RuleFinding? AtOrAbove(Case @case, IReadOnlyDictionary<string, float> thresholds, Verdict verdict)
    {
        if (thresholds.Count == 0 || !@case.Assessment.IsScored)
        {
            return null;
        }

        List<string>? labels = null;
        var (known, probabilities) = (@case.Assessment.Labels, @case.Assessment.Probabilities);
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (thresholds.TryGetValue(known[i], out var threshold) && probabilities[i] >= threshold)
            {
                (labels ??= []).Add(known[i]);
            }
        }

        return labels is null ? null : new RuleFinding(verdict, labels);
    }

    private static IReadOnlyList<string> Names(PolicyRule rule, RuleFinding finding) =>
        finding.Labels.Count == 0 ? rule.Alone : [.. finding.Labels.Select(label => $"{rule.Name}:{label}")];
}
