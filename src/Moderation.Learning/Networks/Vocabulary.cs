using Moderation.Features;
using Moderation.Learning.Datasets;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Learning.Networks;

/// <summary>The features and words that training keeps, and the comments in their terms.</summary>
/// <param name="FeatureKeys">Keys of the kept features.</param>
/// <param name="WordKeys">Hashes of the kept words, most frequent first.</param>
public sealed record Vocabulary(ulong[] FeatureKeys, ulong[] WordKeys)
{
    private const int CounterBits = 27;
    private readonly KeyIndex features = new(FeatureKeys);
    private readonly KeyIndex words = new(WordKeys);

    /// <summary>Counts features and words over training comments and keeps the frequent ones.</summary>
    /// <param name="examples">The training comments; those that are composed of others are not counted.</param>
    /// <param name="settings">How frequent.</param>
    /// <param name="known">Words that come with a vector and are kept however rare.</param>
    public static Vocabulary From(IReadOnlyList<Example> examples, NetworkSettings settings, IReadOnlyCollection<ulong> known)
    {
        // Counting in hashed bytes first keeps the millions of features that stand once out of the dictionary.
        var counters = new byte[1 << CounterBits];
        var kept = new Dictionary<ulong, int>();
        var words = new Dictionary<ulong, int>();
        Each([.. examples.Where(example => !example.IsComposed)], settings.LeftOut, (_, found) =>
        {
            foreach (var key in found.Keys)
            {
                ref var counter = ref counters[key >> (64 - CounterBits)];
                counter += (byte)(counter < byte.MaxValue ? 1 : 0);
                if (counter == settings.FeatureMinimum)
                {
                    kept.TryAdd(key, kept.Count);
                }
            }

            foreach (var hash in found.Words)
            {
                words[hash] = words.GetValueOrDefault(hash) + 1;
            }
        });
        var frequent = words.Where(word => word.Value >= settings.WordMinimum).OrderByDescending(word => word.Value).ThenBy(word => word.Key);
        ulong[] wordKeys = [.. frequent.Select(word => word.Key)];
        var rest = known.Except(wordKeys);
        return new Vocabulary([.. kept.OrderBy(entry => entry.Value).Select(entry => entry.Key)], [.. wordKeys, .. rest]);
    }

    /// <summary>The row of a feature, or -1.</summary>
    public int FeatureRow(ulong key) => features.Find(key);

    /// <summary>The comments in terms of this vocabulary, in order.</summary>
    public TrainingRow[] Rows(IReadOnlyList<Example> examples)
    {
        var rows = new TrainingRow[examples.Count];
        Each(examples, [], (i, found) => rows[i] = Row(examples[i], found));
        return rows;
    }

    private TrainingRow Row(Example example, Found found)
    {
        var (known, ends, key) = (new List<int>(found.Keys.Length), new int[found.Ends.Length], 0);
        for (var i = 0; i < ends.Length; i++)
        {
            KeepTo(found.Ends[i]);
            ends[i] = known.Count;
        }

        KeepTo(found.Keys.Length);
        return new TrainingRow(example, [.. known], ends, [.. found.Words.Take(WordFlags.TokenLimit).Select(words.Find)], [.. found.Flags.Take(WordFlags.TokenLimit)]);

        void KeepTo(int end)
        {
            for (; key < end; key++)
            {
                if (features.Find(found.Keys[key]) is >= 0 and var row)
                {
                    known.Add(row);
                }
            }
        }
    }

    /// <summary>Extracts in parallel but hands over in order, so that the same examples give the same vocabulary.</summary>
    private static void Each(IReadOnlyList<Example> examples, IReadOnlyList<FeatureKind> leftOut, Action<int, Found> take)
    {
        const int Block = 2048;
        var results = new Found[Block];
        for (var from = 0; from < examples.Count; from += Block)
        {
            var (start, count) = (from, Math.Min(Block, examples.Count - from));
            Parallel.For(0, Environment.ProcessorCount, worker =>
            {
                var (normalizer, extractor) = (new Normalizer(), new FeatureExtractor(leftOut));
                for (var i = worker; i < count; i += Environment.ProcessorCount)
                {
                    results[i] = Extract(normalizer, extractor, examples[start + i], letters: !leftOut.Contains(FeatureKind.Letters));
                }
            });
            for (var i = 0; i < count; i++)
            {
                take(start + i, results[i]);
            }
        }
    }

    private static Found Extract(Normalizer normalizer, FeatureExtractor extractor, Example example, bool letters)
    {
        var text = normalizer.Normalize(example.Text, example.Parent, example.Title);
        extractor.Extract(text, example.Text);
        var keys = new List<ulong>(extractor.Keys.Length * 4);
        Span<ulong> ofWord = stackalloc ulong[FeatureExtractor.MaxOfWord];
        var (ends, from) = (new int[extractor.Sentences.Length], default(SentenceEnd));
        for (var i = 0; i < ends.Length; i++)
        {
            var end = extractor.Sentences[i];
            keys.AddRange(extractor.Keys[from.Keys..end.Keys]);
            foreach (var word in extractor.Words[from.Words..end.Words])
            {
                ref readonly var token = ref text.Tokens[word];
                var count = FeatureExtractor.OfWord(text.Text(token), token, ofWord);
                keys.AddRange(ofWord[..(letters ? count : 1)]);
            }

            (ends[i], from) = (keys.Count, end);
        }

        keys.AddRange(extractor.Keys[from.Keys..]);

        var (hashes, flags) = (new ulong[text.Tokens.Length], new byte[text.Tokens.Length]);
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = text.Tokens[i].Hash;
            flags[i] = (byte)WordFlags.Of(text.Tokens[i]);
        }

        return new Found([.. keys], ends, hashes, flags);
    }

    private readonly record struct Found(ulong[] Keys, int[] Ends, ulong[] Words, byte[] Flags);
}
