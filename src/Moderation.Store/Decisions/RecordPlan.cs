namespace Moderation.Store;

/// <summary>A revision that the database has.</summary>
internal readonly record struct KnownRevision(long Key, int Revision, byte[]? TextHash, bool Pending, bool Erased, Guid? DecisionId);

/// <summary>What to write for an entry.</summary>
internal enum RecordStep
{
    /// <summary>A new revision, with its decision if there is one.</summary>
    Insert,

    /// <summary>The decision of a revision that waits for it.</summary>
    Decide,

    /// <summary>Nothing: it is here already.</summary>
    Repeat,

    /// <summary>Nothing: it contradicts what is here.</summary>
    Refuse,
}

/// <summary>Decides what to write for an entry, given what the database has of its comment; the writers only obey.</summary>
/// <param name="Step">What to write.</param>
/// <param name="Revision">The revision it is about.</param>
/// <param name="Known">That revision as the database has it; null for <see cref="RecordStep.Insert"/>.</param>
/// <param name="IsNewest">Whether no later revision is known; an older one neither waits for a worker nor goes to review.</param>
/// <param name="HasOthers">Whether other revisions are known, which this one may supersede.</param>
internal readonly record struct RecordPlan(RecordStep Step, int Revision, KnownRevision? Known, bool IsNewest, bool HasOthers)
{
    internal static RecordPlan For(RecordEntry entry, IReadOnlyList<KnownRevision> known)
    {
        if (known.Count == 0)
        {
            var first = entry.Incoming.RevisionGiven ? entry.Comment.Revision : 1;
            return new(RecordStep.Insert, first, null, IsNewest: true, HasOthers: false);
        }

        var newest = known.MaxBy(revision => revision.Revision);
        return entry.Incoming.RevisionGiven ? Numbered(entry, known, newest.Revision) : Unnumbered(entry, newest);
    }

    // The number says which revision it is; the same number with another text is a mistake that must not pass for a repetition.
    private static RecordPlan Numbered(RecordEntry entry, IReadOnlyList<KnownRevision> known, int newest)
    {
        var number = entry.Comment.Revision;
        foreach (var revision in known)
        {
            if (revision.Revision == number)
            {
                return Differs(entry, revision)
                    ? new(RecordStep.Refuse, number, revision, number == newest, known.Count > 1)
                    : Met(entry, revision, number == newest, known.Count > 1);
            }
        }

        return new(RecordStep.Insert, number, null, number > newest, HasOthers: true);
    }

    // Without a number only the text tells. Where it is not kept we cannot know that it is the same, so it is judged
    // anew; else somebody could have a clean text approved and then change it. What was erased stays erased.
    private static RecordPlan Unnumbered(RecordEntry entry, KnownRevision newest)
    {
        var same = newest.Erased || (newest.TextHash is { } hash && entry.TextHash is { } other && hash.AsSpan().SequenceEqual(other));
        return same
            ? Met(entry, newest, isNewest: true, hasOthers: newest.Revision > 1)
            : new(RecordStep.Insert, newest.Revision + 1, null, IsNewest: true, HasOthers: true);
    }

    private static RecordPlan Met(RecordEntry entry, KnownRevision revision, bool isNewest, bool hasOthers)
    {
        var waits = !revision.Erased && (revision.DecisionId is null || (revision.Pending && !entry.Incoming.ScoreLater));
        var step = waits && entry.Ruling is not null ? RecordStep.Decide : RecordStep.Repeat;
        return new(step, revision.Revision, revision, isNewest, hasOthers);
    }

    private static bool Differs(RecordEntry entry, KnownRevision revision) =>
        revision.TextHash is { } hash && entry.TextHash is { } other && !hash.AsSpan().SequenceEqual(other);

    /// <summary>The outcome of an entry that contradicts what is here.</summary>
    internal Recorded Refused() => new(RecordStatus.Refused, null, 0,
        $"Revision {Revision} of the comment is here with another text. Send the edited comment with a higher revision, or without one.");
}
