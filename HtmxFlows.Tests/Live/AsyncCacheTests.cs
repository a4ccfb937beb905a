using HtmxFlows.Live;

namespace HtmxFlows.Tests.Live;

public sealed class AsyncCacheTests
{
    [Fact]
    public async Task What_is_made_is_shared_until_it_is_forgotten_and_what_could_not_be_made_is_made_again()
    {
        var asked = 0;
        var shared = new AsyncCache<int>(async () =>
        {
            await Task.Yield();
            return ++asked == 1 ? throw new IOException("Not now.") : asked;
        });

        await Assert.ThrowsAsync<IOException>(shared.Get);
        Assert.Equal((2, 2), (await shared.Get(), await shared.Get()));
        shared.Forget();
        Assert.Equal(3, await shared.Get());
    }
}
