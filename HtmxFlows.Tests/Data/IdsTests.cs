using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class IdsTests
{
    [Fact]
    public void Ids_of_moments_within_a_millisecond_sort_as_the_moments_do()
    {
        var start = new DateTimeOffset(2026, 11, 23, 14, 3, 22, 999, TimeSpan.Zero);
        Guid[] ids = [.. Enumerable.Range(0, 2000).Select(step => Ids.New(start.AddTicks(step * 10L)))];

        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
        Assert.All(ids, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
    }

    [Fact]
    public void Ids_of_one_moment_are_different() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Ids.New(DateTimeOffset.UnixEpoch.AddDays(20000))).Distinct().Count());
}
