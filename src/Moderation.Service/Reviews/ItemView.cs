using Moderation.Policies;
using Moderation.Reviews;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>Everything a moderator sees of one item.</summary>
public sealed record ItemView
{
    /// <summary>The item, with the revision it is about.</summary>
    public required ReviewItemRow Item { get; init; }

    /// <summary>The revision it is about.</summary>
    public CommentRow Comment => Item.Comment!;

    /// <summary>The conversation around it.</summary>
    public required CommentThread Thread { get; init; }

    /// <summary>The section, where it is known beyond its id.</summary>
    public SectionRow? Section { get; init; }

    /// <summary>The decision that sent it here.</summary>
    public required Decision SentBy { get; init; }

    /// <summary>What the model in force says of it now, with the spans that spoke.</summary>
    public required Assessment Assessment { get; init; }

    /// <summary>Everything that was decided of it, the newest first.</summary>
    public required IReadOnlyList<Decision> History { get; init; }

    /// <summary>The verdict in force of each comment of the conversation that has one, by its key.</summary>
    public required IReadOnlyDictionary<long, Verdict> Verdicts { get; init; }

    /// <summary>Names of the people in it, by their id.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Whether the author has edited the comment since.</summary>
    public bool IsEdited => Thread.Comment.Key != Item.CommentKey;

    /// <summary>The name of a moderator; the id where there is no such person, as for a key.</summary>
    public string NameOf(string moderator) => Names.GetValueOrDefault(moderator, moderator);

    /// <summary>The moderator whose claim runs at this moment, or null.</summary>
    public string? ClaimedBy(DateTimeOffset now) => Item.ClaimedUntil > now ? Item.ClaimedBy : null;

    /// <summary>The rules that sent the comment here, each with its sentence and its labels.</summary>
    public IEnumerable<(PolicyRule Rule, IReadOnlyList<string> Labels)> Rules =>
        from name in SentBy.Rules
        let parts = name.Split(':', 2)
        group parts.ElementAtOrDefault(1) by parts[0] into spoken
        join rule in PolicyRules.All on spoken.Key equals rule.Name
        select (rule, (IReadOnlyList<string>)[.. spoken.OfType<string>()]);
}
