using CsCheck;
using Moderation.Features;

namespace Moderation.Tests.Features;

public sealed class KeyIndexTests
{
    [Fact]
    public void Every_key_is_found_at_its_row_and_no_other_key_is() =>
        Gen.ULong.HashSet[0, 300].Sample(keys =>
        {
            ulong[] known = [.. keys.Select(key => FeatureHash.Of(FeatureKind.Unigram, key))];
            var index = new KeyIndex(known);
            return known.Select((key, row) => index.Find(key) == row).All(found => found)
                && Enumerable.Range(1, 100).Select(i => (ulong)i * 0x9E3779B97F4A7C15).Where(key => !known.Contains(key)).All(key => index.Find(key) < 0);
        });

    [Fact]
    public void Many_keys_are_found_as_one_by_one_in_their_order()
    {
        ulong[] known = [.. Enumerable.Range(0, 500).Select(key => FeatureHash.Of(FeatureKind.Unigram, (ulong)key))];
        ulong[] asked = [.. Enumerable.Range(300, 400).Reverse().Select(key => FeatureHash.Of(FeatureKind.Unigram, (ulong)key))];
        var (index, rows) = (new KeyIndex(known), new int[asked.Length]);
        Assert.Equal(asked.Select(index.Find).Where(row => row >= 0), rows.Take(index.FindAll(asked, rows)));
    }

    [Fact]
    public void Sifting_leaves_every_known_key_in_its_order_and_few_others()
    {
        ulong[] known = [.. Enumerable.Range(0, 5000).Select(key => FeatureHash.Of(FeatureKind.Unigram, (ulong)key))];
        ulong[] asked = [.. Enumerable.Range(2000, 6000).Reverse().Select(key => FeatureHash.Of(FeatureKind.Unigram, (ulong)key))];
        var (index, left) = (new KeyIndex(known), new ulong[asked.Length]);
        left = left[..index.Sift(asked, left)];
        Assert.Equal(asked.Where(key => index.Find(key) >= 0), left.Where(key => index.Find(key) >= 0));
        Assert.InRange(left.Length, 3000, 3000 + 1000);
    }

    [Fact]
    public void Seen_keys_are_told_from_new_ones_and_forgotten_on_demand()
    {
        var distinct = new DistinctKeys();
        distinct.Clear();
        Assert.True(distinct.Add(5));
        Assert.False(distinct.Add(5));
        distinct.Clear();
        Assert.True(distinct.Add(5));
    }
}
