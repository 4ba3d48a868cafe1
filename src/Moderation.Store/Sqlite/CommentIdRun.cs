namespace Moderation.Store;

/// <summary>The ids of some comments, as hashes with their rows' keys, in the order of the keys. Not safe for several threads.</summary>
internal sealed class CommentIdRun
{
    private readonly List<(long Hash, long Key, int Before)> _entries = [];
    private readonly Dictionary<long, int> _newest = [];

    internal int Count => _entries.Count;

    /// <summary>The highest key, or 0.</summary>
    internal long Last => _entries.Count == 0 ? 0 : _entries[^1].Key;

    internal IEnumerable<(long Hash, long Key)> Entries => _entries.Select(entry => (entry.Hash, entry.Key));

    internal void Add(long hash, long key)
    {
        var before = _newest.GetValueOrDefault(hash, -1);
        _newest[hash] = _entries.Count;
        _entries.Add((hash, key, before));
    }

    /// <summary>Adds the keys of a hash to those found so far, each once.</summary>
    internal void Find(long hash, List<long> keys)
    {
        for (var at = _newest.GetValueOrDefault(hash, -1); at >= 0; at = _entries[at].Before)
        {
            if (!keys.Contains(_entries[at].Key))
            {
                keys.Add(_entries[at].Key);
            }
        }
    }

    /// <summary>In the order in which the table has them, so that neighbours are written together.</summary>
    internal (long Hash, long Key)[] Sorted()
    {
        var sorted = Entries.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    internal void Clear()
    {
        _entries.Clear();
        _newest.Clear();
    }
}
