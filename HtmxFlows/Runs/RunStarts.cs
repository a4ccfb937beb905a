using System.Globalization;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
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
    readonly RunKeys keys;
    readonly Clock clock;

    public RunStarts(
        RunGate gate, RunAdmission admission, RunEntry entry, RunQueue queue, RunFamilies families, RunCancellation cancellation, RunStore store, WorkflowPlans plans,
        RunKeys keys, Clock clock, ChildRunRequests requests)
    {
        (this.gate, this.admission, this.entry, this.queue, this.families) = (gate, admission, entry, queue, families);
        (this.cancellation, this.store, this.plans, this.keys, this.clock) = (cancellation, store, plans, keys, clock);
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

    async Task<RunStart> Enter(Admission.Admitted admitted, Guid id)
    {
        var rule = plans.Concurrency(admitted.Start.Workflow);
        if (!TryCount(admitted, id, rule, out var run, out var problem))
            return new RunStart.Refused(problem);
        var line = QueueLine.Of(run.Start);
        if (run.Start.HeldUntil is null && await TryEnter(line, id, rule))
            return await entry.Launch(run, id);
        if (run.Start.HeldUntil is null && rule is { Beyond: WhenLimitReached.Refuse } && queue.FindBarrier(line) is { } barrier)
            return Busy(barrier);
        return await entry.Queue(run, line, id);
    }

    /// <summary>Gives a run the key by which its workflow counts it, and the moment until which it waits for a later one. Drafts count for the limit alone, and what a failure starts for nothing.</summary>
    /// <returns>False if the key cannot be rendered.</returns>
    bool TryCount(Admission.Admitted admitted, Guid id, FlowConcurrency? rule, out Admission.Admitted run, out string problem)
    {
        (run, problem) = (admitted, "");
        if (rule is not { HasLines: true } || admitted.Start.Trigger == RunTrigger.Draft || admitted.Start.Trigger == RunTrigger.Error)
            return true;
        try
        {
            var start = admitted.Start with { Key = keys.KeyOf(rule, admitted.Start, id), HeldUntil = clock.Now + rule.Quiet };
            run = admitted with { Events = [start, .. admitted.Events.Skip(1)] };
            return true;
        }
        catch (NodeException error)
        {
            problem = $"The key of the workflow's limits has no value for this run: {error.Message}";
            return false;
        }
    }

    RunStart.Busy Busy(QueueBarrier barrier) => barrier switch
    {
        QueueBarrier.Limit { Most: var most } => new($"{most} of the workflow's runs have not ended, and that is its limit. Try again when one has."),
        QueueBarrier.Rate rate => new(string.Create(CultureInfo.InvariantCulture, $"The workflow starts at most {rate.Most} runs in {rate.Period.TotalSeconds:#,0.###} seconds, and has started as many. Try again later."), rate.Until - clock.Now),
        _ => throw new InvalidOperationException($"{barrier} is no barrier of a queue."),
    };

    /// <summary>Gives a run a place if there is one, or if its workflow makes one by cancelling its oldest.</summary>
    async Task<bool> TryEnter(QueueLine line, Guid run, FlowConcurrency? rule)
    {
        if (queue.TryEnter(line, run))
            return true;
        if (rule is not { Beyond: WhenLimitReached.Replace } || queue.FindBarrier(line) is not QueueBarrier.Limit { Most: var most })
            return false;
        await Task.WhenAll(queue.Unfinished(line).SkipLast(most - 1).Select(old => cancellation.Replace(new(old, run))));
        return queue.TryEnter(line, run);
    }

    /// <summary>Starts a child run. It has its id beforehand, and may have been started by an earlier execution of its parent.</summary>
    async Task<RunStart> EnterChild(Admission.Admitted run, Guid id, RunParent parent)
    {
        if (store.Find(id) is not null)
            return new RunStart.Started(id);
        if (!families.TryAdd(parent.Top))
            return new RunStart.Refused($"The top run has started {families.Most} runs, directly or through others; this is the limit. Check whether a workflow runs itself.");
        var line = QueueLine.Of(run.Start);
        return queue.TryEnter(line, id) ? await entry.Launch(run, id) : await entry.Queue(run, line, id);
    }
}
