using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class FairPlacesTests
{
    readonly Guid busy = Guid.CreateVersion7(), quiet = Guid.CreateVersion7();

    [Fact]
    public async Task A_workflow_with_none_in_use_gets_a_place_although_another_uses_all()
    {
        var places = new FairPlaces(2, 1);
        await Take(places, busy, 2);
        var third = Wait(places, busy);
        Assert.False(third.IsCompleted);
        Assert.True(Wait(places, quiet).IsCompletedSuccessfully);
        Assert.False(Wait(places, quiet).IsCompleted);
        places.Return(busy);
        Assert.False(third.IsCompleted);
        places.Return(busy);
        await third.Soon();
    }

    [Fact]
    public async Task Workflows_take_turns_for_the_places_that_become_free()
    {
        var places = new FairPlaces(1, 0);
        await Take(places, busy, 1);
        var ofBusy = Enumerable.Range(0, 3).Select(_ => Wait(places, busy)).ToArray();
        var ofQuiet = Wait(places, quiet);
        places.Return(busy);
        await ofBusy[0].Soon();
        places.Return(busy);
        await ofQuiet.Soon();
        Assert.False(ofBusy[1].IsCompleted);
        places.Return(quiet);
        await ofBusy[1].Soon();
        places.Return(busy);
        await ofBusy[2].Soon();
    }

    [Fact]
    public async Task A_wait_that_was_cancelled_takes_no_place()
    {
        using var cancelled = new CancellationTokenSource();
        var places = new FairPlaces(1, 0);
        await Take(places, busy, 1);
        var wait = places.Take(quiet, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        places.Return(busy);
        Assert.True(Wait(places, busy).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task All_places_are_free_in_the_end_after_any_takes_and_cancellations()
    {
        var places = new FairPlaces(3, 1);
        Guid[] workflows = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, async (index, _) =>
        {
            using var end = new CancellationTokenSource();
            var place = places.Take(workflows[index % 5], end.Token).AsTask();
            if (index % 7 == 0)
                await end.CancelAsync();
            await ((Task)place).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (place.IsCompletedSuccessfully)
                places.Return(workflows[index % 5]);
        });
        await Take(places, busy, 3);
        Assert.False(Wait(places, busy).IsCompleted);
    }

    static async Task Take(FairPlaces places, Guid workflow, int count)
    {
        for (var taken = 0; taken < count; taken++)
            await Wait(places, workflow).Soon();
    }

    static Task Wait(FairPlaces places, Guid workflow) => places.Take(workflow, CancellationToken.None).AsTask();
}
