using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class DecisionIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, 345, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_uuid_of_version_7_with_its_time()
    {
        var id = DecisionIds.Next(Noon);

        Assert.Equal((7, true), (id.Version, id.Variant is >= 8 and <= 11));
        Assert.Equal(Noon.ToUnixTimeMilliseconds().ToString("x12", null), id.ToString("N")[..12]);
    }

    [Fact]
    public void Ids_of_one_millisecond_ascend_and_none_comes_twice()
    {
        // The counter goes round after 4,096 ids, of whichever callers.
        var ids = Enumerable.Range(0, 10_000).Select(_ => DecisionIds.Next(Noon).ToString()).ToArray();
        var descents = ids.Zip(ids.Skip(1)).Count(pair => string.CompareOrdinal(pair.First, pair.Second) >= 0);

        Assert.InRange(descents, 0, ids.Length / 100);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
