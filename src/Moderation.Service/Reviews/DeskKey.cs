namespace Moderation.Service.Reviews;

/// <summary>A key that works on the review pages.</summary>
/// <param name="Key">As it stands on the keyboard.</param>
/// <param name="Does">What it does.</param>
public sealed record DeskKey(string Key, string Does)
{
    /// <summary>All keys, for the help of the pages and for the manual.</summary>
    public static IReadOnlyList<DeskKey> All { get; } =
    [
        new("j", "next comment"),
        new("k", "previous comment"),
        new("Enter", "open the selected comment"),
        new("a", "approve"),
        new("r", "reject; then r again for what held it, 1 to 9 for another reason, or Tab to write a note first"),
        new("u", "undo your last decision"),
        new("c", "claim, or release your claim"),
        new("Esc", "back to the list"),
        new("?", "these keys"),
    ];
}
