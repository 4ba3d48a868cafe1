namespace Moderation.Text;

/// <summary>What happened to a character while it was folded.</summary>
[Flags]
internal enum FoldMark : byte
{
    None = 0,

    /// <summary>It was an upper-case letter.</summary>
    Upper = 1,

    /// <summary>It came from another alphabet of look-alikes: full width, mathematical, enclosed, small capitals.</summary>
    Styled = 2,

    /// <summary>Something was removed directly before it: a zero-width character, a tag, a combining mark.</summary>
    Gap = 4,
}

/// <summary>Folded characters, each with its place in the original. The tail beyond the fold holds repaired text.</summary>
internal sealed class FoldedText
{
    // Buffers beyond this are given back after use, so that one huge comment does not hold memory for ever.
    private const int KeptCapacity = 1 << 16;

    internal char[] Chars = new char[1024];
    internal int[] Begins = new int[1024];
    internal int[] Ends = new int[1024];
    internal FoldMark[] Marks = new FoldMark[1024];

    /// <summary>Characters in use, repaired ones included.</summary>
    internal int Length { get; private set; }

    internal void Clear()
    {
        Length = 0;
        if (Chars.Length > KeptCapacity)
        {
            Resize(1024);
        }
    }

    internal void Reserve(int more)
    {
        if (Chars.Length - Length < more)
        {
            Resize(Math.Max(Chars.Length * 2, Length + more));
        }
    }

    /// <summary>Adds a character for which room has been reserved.</summary>
    internal void Add(char c, int begin, int end, FoldMark marks)
    {
        var i = Length++;
        Chars[i] = c;
        Begins[i] = begin;
        Ends[i] = end;
        Marks[i] = marks;
    }

    /// <summary>Keeps repaired text behind the folded one and returns where it stands.</summary>
    internal int Keep(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(Chars.AsSpan(Length));
        var start = Length;
        Length += text.Length;
        return start;
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref Chars, capacity);
        Array.Resize(ref Begins, capacity);
        Array.Resize(ref Ends, capacity);
        Array.Resize(ref Marks, capacity);
    }
}
