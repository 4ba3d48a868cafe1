namespace Moderation.Comments;

/// <summary>Values dealt like cards: each comes once, in a shuffled order, before any comes again.</summary>
internal sealed class TemplateDeck<T>(IReadOnlyList<T> values, TemplateDice dice)
{
    private readonly T[] _cards = [.. values];
    private int _next = values.Count;

    public T Draw()
    {
        if (_next == _cards.Length)
        {
            dice.Shuffle(_cards);
            _next = 0;
        }

        return _cards[_next++];
    }
}

/// <summary>SplitMix64 (Steele, Lea, Flood 2014). The runtime's own generator may change between versions; training must not.</summary>
internal sealed class TemplateDice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 up to, not including, <paramref name="below"/>.</summary>
    public int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }

    public void Shuffle<T>(T[] values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
