using System.Collections.Concurrent;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>
/// Waits for what runs answer to the calls that started them: the output of the node that responds, as soon as it has it, or the end of the run. If
/// several nodes of a flow may respond, the end decides.
/// </summary>
public sealed class HookAnswers : IDisposable
{
    readonly Journal journal;
    readonly WorkflowPlans plans;
    readonly TimeProvider time;
    readonly ConcurrentDictionary<Guid, Waiting> waiting = [];

    public HookAnswers(Journal journal, WorkflowPlans plans, TimeProvider time)
    {
        (this.journal, this.plans, this.time) = (journal, plans, time);
        journal.Committed += Follow;
    }

    /// <returns>Null if the run has not answered in time, or the caller has left.</returns>
    public async Task<HookAnswer?> Wait(Guid run, TimeSpan longest, CancellationToken left)
    {
        var wait = waiting.GetOrAdd(run, static _ => new());
        try
        {
            // Read after the wait is listed, so that one or the other sees the answer.
            var events = journal.Read(run);
            wait.Responder = events is [WorkflowStarted started, ..] ? ResponderOf(started) : null;
            Follow(wait, events);
            await ((Task)wait.Answer.Task).WaitAsync(longest, time, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return wait.Answer.Task.IsCompletedSuccessfully ? await wait.Answer.Task : null;
        }
        finally
        {
            waiting.TryRemove(run, out _);
        }
    }

    public void Dispose() => journal.Committed -= Follow;

    string? ResponderOf(WorkflowStarted started) =>
        plans.Find(started.Workflow, started.Version, started.UpTo)?.Nodes.Values.Where(node => node.Type.Role == NodeRole.Answer).ToArray() is [var only] ? only.Id : null;

    void Follow(Guid run, IReadOnlyList<RunEvent> events)
    {
        if (waiting.TryGetValue(run, out var wait))
            Follow(wait, events);
    }

    static void Follow(Waiting wait, IReadOnlyList<RunEvent> events)
    {
        foreach (var answer in events.Select(next => AnswerIn(next, wait.Responder)).OfType<HookAnswer>())
            wait.Answer.TrySetResult(answer);
    }

    static HookAnswer? AnswerIn(RunEvent next, string? responder) => next switch
    {
        NodeCompleted completed when completed.NodeId == responder => new(RunStatus.Running, completed.Output, completed.Response),
        WorkflowCompleted completed => new(RunStatus.Completed, completed.Result, completed.Response),
        WorkflowFailed => new(RunStatus.Failed, null, null),
        WorkflowCancelled => new(RunStatus.Cancelled, null, null),
        _ => null,
    };

    sealed class Waiting
    {
        public TaskCompletionSource<HookAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The only node that may respond; null if there is none, or it is not known yet.</summary>
        public volatile string? Responder;
    }
}
