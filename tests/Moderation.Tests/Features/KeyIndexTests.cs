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
