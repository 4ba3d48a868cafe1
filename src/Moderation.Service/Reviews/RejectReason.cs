using Moderation.Labels;
using Moderation.Policies;

namespace Moderation.Service.Reviews;

/// <summary>A reason for which a moderator rejects a comment.</summary>
/// <param name="Key">The key that picks it, <c>1</c> to <c>9</c>; null where the digits did not reach.</param>
/// <param name="Label">The label that the moderator confirms with it; null where it confirms none.</param>
/// <param name="Name">As shown.</param>
/// <param name="Meaning">One sentence: what it means.</param>
public sealed record RejectReason(string? Key, string? Label, string Name, string Meaning)
{
    private const int DigitsForLabels = 8;

    /// <summary>Every label in use, in the order of the taxonomy, then the site's own rules.</summary>
    public static IReadOnlyList<RejectReason> All { get; } =
    [
        .. Taxonomy.Default.Labels.Where(label => label.Retired is null)
            .Select((label, i) => new RejectReason(i < DigitsForLabels ? $"{i + 1}" : null, label.Name, NameOf(label.Name), label.Definition)),
        new("9", null, "other", "Against the site's own rules; say which in the note."),
    ];

    /// <summary>A label as shown: its name in words.</summary>
    public static string NameOf(string label) => label.Replace('_', ' ');

    /// <summary>The reason as it is recorded: its name, and the note where there is one.</summary>
    public string With(string? note) => string.IsNullOrWhiteSpace(note) ? Name : $"{Name}: {note.Trim()}";

    /// <summary>
    /// What a decision says of labels. To reject for a label confirms it; to approve denies the labels that held the comment.
    /// What the moderator said of a label outright comes before both; of all others nothing is said.
    /// </summary>
    /// <param name="verdict">Approve or reject.</param>
    /// <param name="reason">Why, for a rejection.</param>
    /// <param name="held">The labels that sent the comment to review.</param>
    /// <param name="said">What the moderator said outright: has it, or has it not.</param>
    public static IReadOnlyDictionary<string, float> Judged(
        Verdict verdict, RejectReason? reason, IReadOnlyList<string> held, IReadOnlyDictionary<string, bool> said)
    {
        var labels = new Dictionary<string, float>();
        if (verdict == Verdict.Approve)
        {
            foreach (var label in held)
            {
                labels[label] = 0;
            }
        }

        foreach (var (label, has) in said)
        {
            labels[label] = has ? 1 : 0;
        }

        if (verdict == Verdict.Reject && reason?.Label is { } confirmed)
        {
            labels[confirmed] = 1;
        }

        return labels;
    }
}
