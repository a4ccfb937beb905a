using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// The work on the items of one node: so many at a time, each with its own attempts. An item is kept before the next one takes its place, so
/// that no more of them than are worked on at a time can be repeated after a crash.
/// </summary>
/// <param name="run">The run when the node started.</param>
/// <param name="context">What the node sees beside its item.</param>
/// <param name="execute">Executes the node once in a context.</param>
/// <param name="first">The number of an item's first attempt: a node that is started again has a higher one.</param>
sealed class ItemWork(
    PlannedNode node, RunState run, JsonElement list, NodeContext context, int first,
    Func<NodeContext, CancellationToken, Task<NodeOutcome>> execute, OutputLimits limits, Clock clock, IItemLog log, CancellationToken stopping, CancellationToken cancelled) : IDisposable
{
    /// <summary>How often the progress of a node is reported, at the most.</summary>
    const int MostReports = 100;

    readonly Each each = node.Settings.Each!;
    readonly JsonElement[] items = [.. list.EnumerateArray()];
    readonly JsonElement?[] outputs = new JsonElement?[list.GetArrayLength()];

    // Letters, which are written at once: other threads read them while outputs are written.
    readonly char[] ends = new char[list.GetArrayLength()];
    readonly CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled), halted = CancellationTokenSource.CreateLinkedTokenSource(cancelled, stopping);
    readonly Lock gate = new();
    readonly ItemLogs logs = new();
    (int Index, ItemsEnd.Failed End)? failure;
    int next, done;
    long bytes = 2;

    // Its items are journaled one by one.
    readonly bool isExternal = node.Type.Execution == Execution.External;
    bool hasCommitted;

    public async Task<ItemsEnd> Run()
    {
        foreach (var (index, output) in run.Node(node.Id).Items?.Outputs ?? FinishedItems.None.Outputs)
            Add(index, output);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(each.Parallel, items.Length)).Select(_ => Work()));
        return failure is { End: var failed } ? failed with { Outcome = failed.Outcome with { Log = logs.Lines } }
            : done == items.Length ? new ItemsEnd.Completed(new(Json.From(outputs)) { Log = logs.Lines })
            : new ItemsEnd.Stopped();
    }

    async Task Work()
    {
        try
        {
            while (!halted.IsCancellationRequested && Interlocked.Increment(ref next) - 1 is var index && index < items.Length)
            {
                if (outputs[index] is null)
                    await Do(index);
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // The execution has ended, and nothing is kept any more.
        }
    }

    async Task Do(int index)
    {
        for (var attempt = first; ; attempt++)
        {
            var outcome = await Try(index);
            if (outcome.Log is { } lines)
                logs.Add(index, lines);
            if (outcome is NodeOutcome.Completed { Output: var output })
            {
                await Complete(index, attempt, output);
                return;
            }
            if (ended.IsCancellationRequested)
                return;
            var failed = outcome as NodeOutcome.Failed ?? new($"A node of the type {node.Type.Name} cannot run for each item of a list.");
            if (RetryPolicy.Next(node.Settings, attempt, clock.Now, RetryPolicy.Chance(run.Id, $"{node.Id}/{index}", attempt), failed.NotBefore) is not { } again)
            {
                await Fail(index, attempt, failed);
                return;
            }
            await clock.At(again, () => { }, halted.Token);
            if (halted.IsCancellationRequested)
                return;
        }
    }

    /// <returns>Completed, once it is kept, or else how the attempt failed.</returns>
    async ValueTask<NodeOutcome> Try(int index)
    {
        var own = context.With((Each.Item, items[index]), (Each.Index, Json.From(index))) with { IdempotencyKey = $"{context.IdempotencyKey}/{index}", ReportText = _ => { } };
        switch (await execute(own, ended.Token))
        {
            case NodeOutcome.Committing change:
                hasCommitted = true;
                return await log.Commit(index, list, new(writer => Within(change.Change(writer))));
            case NodeOutcome.Completed { Output: var output } completed when limits.FindLimitViolation(output) is null:
                if (isExternal)
                    await log.Keep(index, list, output);
                return completed;
            case var other:
                return other;
        }
    }

    /// <summary>Refuses a change of the database whose output is too large, before it is committed.</summary>
    JsonElement Within(JsonElement output) =>
        (limits.FindLimitViolation(output) ?? limits.FindLimitViolation(run, Interlocked.Read(ref bytes) + Length(output))) is { } violation ? throw new NodeException(violation) : output;

    Task Complete(int index, int attempt, JsonElement output)
    {
        if (limits.FindLimitViolation(output) is { } violation)
            return Fail(index, attempt, new(violation));
        Finish(index, attempt, output);
        return Task.CompletedTask;
    }

    async Task Fail(int index, int attempt, NodeOutcome.Failed failed)
    {
        if (each.OnFailure == OnFailure.Stop)
        {
            End(index, attempt, failed);
            return;
        }
        var error = Json.From(new { error = ErrorValue.Of(node.Id, attempt, failed, value => limits.FindLimitViolation(value) is null) });
        if (isExternal)
            await log.Keep(index, list, error);
        Finish(index, attempt, error);
    }

    void Finish(int index, int attempt, JsonElement output)
    {
        var count = Add(index, output);
        if (limits.FindLimitViolation(run, Interlocked.Read(ref bytes)) is { } violation)
            End(index, attempt, new(violation));
        else if (!isExternal && !hasCommitted && count * (long)MostReports / items.Length != (count - 1) * (long)MostReports / items.Length)
            log.Report(new(count, items.Length, Cells: Cells));
    }

    string Cells => ItemCells.InOrder(items.Length, each.Parallel, index => ends[index] is var end and not '\0' ? end : null);

    int Add(int index, JsonElement output)
    {
        outputs[index] = output;
        ends[index] = ItemCells.EndOf(output);
        Interlocked.Add(ref bytes, Length(output) + 1);
        return Interlocked.Increment(ref done);
    }

    /// <summary>Ends the work: an item has failed. Of several, the first in the list is the cause.</summary>
    void End(int index, int attempt, NodeOutcome.Failed failed)
    {
        lock (gate)
        {
            if (failure is null || index < failure.Value.Index)
                failure = (index, new(failed with { Error = $"Item {index + 1}: {failed.Error}" }, attempt));
        }
        ended.Cancel();
        halted.Cancel();
    }

    static int Length(JsonElement output) => JsonMarshal.GetRawUtf8Value(output).Length;

    public void Dispose()
    {
        ended.Dispose();
        halted.Dispose();
    }
}
