using System.Collections.Concurrent;

namespace HtmxFlows.Triggers;

/// <summary>Work that is done once for all who ask for it by the same key at the same time.</summary>
sealed class InFlight<TKey, T> where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Task<T>> working = [];

    /// <returns>What the work gave, and whether it was done for this caller.</returns>
    public async Task<(T Outcome, bool IsOwn)> Run(TKey key, Func<Task<T>> work)
    {
        var own = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = working.GetOrAdd(key, own.Task);
        if (first != own.Task)
            return (await first, false);
        try
        {
            var outcome = await work();
            own.SetResult(outcome);
            return (outcome, true);
        }
        catch (Exception error)
        {
            own.SetException(error);
            // Others may not wait for it.
            _ = own.Task.Exception;
            throw;
        }
        finally
        {
            working.TryRemove(new(key, own.Task));
        }
    }
}
