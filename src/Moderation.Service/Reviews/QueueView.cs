using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>An item of the queue as the list shows it.</summary>
public sealed record QueueEntry
{
    /// <summary>Key of the item.</summary>
    public required long Key { get; init; }

    /// <summary>Title of the section where known, else its id.</summary>
    public required string Place { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The beginning of the text; null where the text is not kept.</summary>
    public string? Excerpt { get; init; }

    /// <summary>The rules that sent it here.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The labels that sent it here, or else the likeliest, each with its probability; empty where unscored.</summary>
    public required IReadOnlyList<KeyValuePair<string, float>> Labels { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Id of the moderator who has it, or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Name of the moderator who has it, or null.</summary>
    public string? ClaimedByName { get; init; }
}

/// <summary>A choice of a filter with the number of items that wait behind it.</summary>
public sealed record Choice(string Value, string Name, int Count);

/// <summary>What can be filtered by, and what waits behind each choice.</summary>
public sealed record QueueChoices(IReadOnlyList<Choice> Sites, IReadOnlyList<Choice> Sections, IReadOnlyList<Choice> Labels)
{
    /// <summary>Nothing to choose from.</summary>
    public static QueueChoices None { get; } = new([], [], []);
}

/// <summary>The queue at one moment: its first items, its size and its filters.</summary>
/// <param name="Entries">The first items in their order.</param>
/// <param name="HasMore">Whether there are further items.</param>
/// <param name="Counts">The size of the filtered queue.</param>
/// <param name="Choices">The filters.</param>
public sealed record QueueView(IReadOnlyList<QueueEntry> Entries, bool HasMore, QueueCounts Counts, QueueChoices Choices)
{
    /// <summary>Before anything was read.</summary>
    public static QueueView Empty { get; } = new([], false, new QueueCounts(0, 0, null), QueueChoices.None);

    /// <summary>The item after another one, going round neither end; the first where the other is not in the list.</summary>
    /// <param name="key">The item to go from; null: from before the first.</param>
    /// <param name="step">1 for the next, -1 for the previous.</param>
    public long? Step(long? key, int step)
    {
        var at = key is { } known ? IndexOf(known) : -1;
        var to = at < 0 ? 0 : at + step;
        return to >= 0 && to < Entries.Count ? Entries[to].Key : null;
    }

    /// <summary>The item to open when one was dealt with: the next that nobody else has, else the nearest before it.</summary>
    public long? After(long key, string moderator)
    {
        var at = IndexOf(key);
        bool Free(QueueEntry entry) => entry.Key != key && (entry.ClaimedBy is null || entry.ClaimedBy == moderator);
        return (Entries.Skip(at + 1).FirstOrDefault(Free) ?? Entries.Take(Math.Max(at, 0)).LastOrDefault(Free))?.Key;
    }

    private int IndexOf(long key)
    {
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }
}
