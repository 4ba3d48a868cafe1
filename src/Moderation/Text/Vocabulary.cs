using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Moderation.Text;

/// <summary>What a word does in a sentence, as far as scope and address need it.</summary>
internal enum WordRole : byte
{
    None,
    Negator,
    Reporter,
    ClauseBreak,
    You,
    ThirdPerson,
    They,
    Self,
    We,
    Thing,
    Pointer,
    ToBe,
    Article,
}

/// <summary>What is known about one word. Eight bytes, so that a cache line holds eight of them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Word
{
    internal uint Check;
    internal ushort Lexeme;

    /// <summary>Minus the binary logarithm of its share of running text, in eighths of a bit; 0 for an unknown word.</summary>
    internal byte Cost;

    private byte roleAndPhrase;

    internal readonly bool IsKnown => Cost != 0;

    internal WordRole Role
    {
        readonly get => (WordRole)(roleAndPhrase & 0x7F);
        set => roleAndPhrase = (byte)((roleAndPhrase & 0x80) | (byte)value);
    }

    internal bool StartsPhrase
    {
        readonly get => (roleAndPhrase & 0x80) != 0;
        set => roleAndPhrase = (byte)(value ? roleAndPhrase | 0x80 : roleAndPhrase & 0x7F);
    }
}

/// <summary>
/// Every known word with its frequency, lexicon entry and role: one probe a token. The words and their frequencies come from
/// public word lists and counts (see <c>training-data/lexicons/README.md</c>); the lexicons' own forms are added.
/// </summary>
internal static class Vocabulary
{
    /// <summary>The cost of a lexicon form that no word list counts.</summary>
    internal const byte RareCost = 190;

    private const int Bits = 18;
    private static readonly Word[] Slots = new Word[1 << Bits];

    // A bit for each form of a lexicon. Repairs ask for the entries of letters that hardly ever are one: 8 KB answer most of them.
    private static readonly BitFilter LexiconForms = new(16);
    private static readonly Word Unknown;

    static Vocabulary()
    {
        LoadWords();
        foreach (var entry in Lexicons.Entries)
        {
            AddForm(entry.Term, entry.Id);
            foreach (var variant in entry.Variants)
            {
                AddForm(variant, entry.Id);
            }
        }

        foreach (var line in Resource.Lines("roles.txt"))
        {
            var words = line.Split(' ');
            foreach (var word in words.AsSpan(1))
            {
                Slot(word).Role = Enum.Parse<WordRole>(words[0]);
            }
        }
    }

    /// <summary>The word with this hash; an unknown one where there is none.</summary>
    internal static ref readonly Word Find(ulong hash)
    {
        for (var i = (int)(hash >> (64 - Bits)); ; i = (i + 1) & (Slots.Length - 1))
        {
            ref readonly var slot = ref Slots[i];
            if (slot.Check == (uint)hash && slot.Cost != 0)
            {
                return ref slot;
            }

            if (slot.Cost == 0)
            {
                return ref Unknown;
            }
        }
    }

    /// <summary>The lexicon entry of the word with this hash; 0 where there is none.</summary>
    internal static ushort Lexeme(ulong hash) => LexiconForms.MayHold(hash) ? Find(hash).Lexeme : (ushort)0;

    internal static ushort Lexeme(ReadOnlySpan<char> word) => Lexeme(TextHash.Of(word));

    /// <summary>Asks for the cache line that <see cref="Find(ulong)"/> of this hash begins in, without waiting for it.</summary>
    internal static unsafe void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Slots), (int)(hash >> (64 - Bits)))));
        }
    }

    internal static ref readonly Word Find(ReadOnlySpan<char> word) => ref Find(TextHash.Of(word));

    /// <summary>Marks a word as the beginning of some phrase; adds it where it is not known.</summary>
    internal static void MarkPhrase(ReadOnlySpan<char> first) => Slot(first).StartsPhrase = true;

    // Read as bytes and hashed on the way: the list is plain ASCII, and strings for all of it would cost more than the table.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadWords()
    {
        using var stream = new BrotliStream(Resource.Open("vocabulary.br"), CompressionMode.Decompress);
        using var bytes = new MemoryStream(1 << 20);
        stream.CopyTo(bytes);
        var text = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var cost = 0;
        var hash = TextHash.Seed;
        var length = 0;
        foreach (var b in text)
        {
            if (b is not ((byte)' ' or (byte)'\n'))
            {
                cost = length == 0 && b is >= (byte)'0' and <= (byte)'9' ? (cost * 10) + b - '0' : cost;
                hash = TextHash.Add(hash, (char)b);
                length += b is >= (byte)'0' and <= (byte)'9' ? 0 : 1;
                continue;
            }

            if (length > 0)
            {
                Slot(TextHash.Finish(hash)).Cost = (byte)cost;
            }

            cost = b == '\n' ? 0 : cost;
            hash = TextHash.Seed;
            length = 0;
        }
    }

    private static void AddForm(string form, ushort lexeme)
    {
        if (!form.AsSpan().ContainsAny(' ', '-'))
        {
            var hash = TextHash.Of(form);
            ref var slot = ref Slot(hash);
            if (slot.Lexeme == 0)
            {
                slot.Lexeme = lexeme;
                LexiconForms.Add(hash);
            }
        }
    }

    private static ref Word Slot(ReadOnlySpan<char> word) => ref Slot(TextHash.Of(word));

    private static ref Word Slot(ulong hash)
    {
        var i = (int)(hash >> (64 - Bits));
        while (Slots[i].Cost != 0 && Slots[i].Check != (uint)hash)
        {
            i = (i + 1) & (Slots.Length - 1);
        }

        if (Slots[i].Cost == 0)
        {
            Slots[i] = new Word { Check = (uint)hash, Cost = RareCost };
        }

        return ref Slots[i];
    }
}
