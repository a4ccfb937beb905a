using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Starts runs: checks the request, and finds the run a place in the process and within its workflow's limit.</summary>
sealed class RunStarts
{
    readonly RunGate gate;
    readonly RunAdmission admission;
    readonly RunEntry entry;
    readonly RunQueue queue;
    readonly RunFamilies families;
    readonly RunCancellation cancellation;
    readonly RunStore store;
    readonly WorkflowPlans plans;
    readonly Clock clock;

    public RunStarts(
        RunGate gate, RunAdmission admission, RunEntry entry, RunQueue queue, RunFamilies families, RunCancellation cancellation, RunStore store, WorkflowPlans plans,
        Clock clock, ChildRunRequests requests)
    {
        (this.gate, this.admission, this.entry, this.queue, this.families) = (gate, admission, entry, queue, families);
        (this.cancellation, this.store, this.plans, this.clock) = (cancellation, store, plans, clock);
        requests.StartRequested += Start;
    }

    /// <summary>Starts a run. When the task completes, the start is durable.</summary>
    public Task<RunStart> Start(RunRequest request) => Start(request, Ids.New(clock.Now), null);

    async Task<RunStart> Start(RunRequest request, Guid id, RunParent? parent)
    {
        await gate.Opened;
        if (gate.IsStopping)
            return new RunStart.Stopping();
        return admission.Check(request, id, parent) switch
        {
            Admission.Admitted admitted => await Enter(admitted, id, parent),
            Admission.Refused refused => refused.Reason,
            var other => throw new InvalidOperationException($"{other} is no outcome of an admission."),
        };
    }

    async Task<RunStart> Enter(Admission.Admitted run, Guid id, RunParent? parent)
    {
        try
        {
            return parent is null ? await Enter(run, id) : await EnterChild(run, id, parent);
        }
        catch (RunGoneException)
        {
            queue.End(id);
            return new RunStart.Missing();
        }
    }

    async Task<RunStart> Enter(Admission.Admitted run, Guid id)
    {
        var workflow = run.Start.Workflow;
        var line = QueueLine.Of(workflow, null);
        if (await TryEnter(line, id))
            return await entry.Launch(run, id);
        if (plans.Concurrency(workflow) is { Beyond: WhenLimitReached.Refuse, Limit: { } limit } && queue.Unfinished(workflow).Count >= limit)
            return new RunStart.Busy($"{limit} of the workflow's runs have not ended, and that is its limit. Try again when one has.");
        return await entry.Queue(run, line, id);
    }

    /// <summary>Gives a run a place if there is one, or if its workflow makes one by cancelling its oldest.</summary>
    async Task<bool> TryEnter(QueueLine line, Guid run)
    {
        if (queue.TryEnter(line, run))
            return true;
        if (plans.Concurrency(line.Id) is not { Beyond: WhenLimitReached.Replace, Limit: { } limit })
            return false;
        await Task.WhenAll(queue.Unfinished(line.Id).SkipLast(limit - 1).Select(run => cancellation.Cancel(run)));
        return queue.TryEnter(line, run);
    }

    /// <summary>Starts a child run. It has its id beforehand, and may have been started by an earlier execution of its parent.</summary>
    async Task<RunStart> EnterChild(Admission.Admitted run, Guid id, RunParent parent)
    {
        if (store.Find(id) is not null)
            return new RunStart.Started(id);
        if (!families.TryAdd(parent.Top))
            return new RunStart.Refused($"The top run has started {families.Most} runs, directly or through others; this is the limit. Check whether a workflow runs itself.");
        var line = QueueLine.Of(run.Start.Workflow, parent);
        return queue.TryEnter(line, id) ? await entry.Launch(run, id) : await entry.Queue(run, line, id);
    }
}
