using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

// What nodes wait for: a moment, a person, or child runs.
sealed partial class RunExecutor
{
    readonly Dictionary<string, CallProgress> calling = [];

    /// <summary>Reports the end of a run that a node awaits.</summary>
    /// <returns>False if this execution has ended.</returns>
    public bool EndCall(string node, Guid called, bool hasCompleted) => mailbox.Post(() => EndCall(node, called, hasCompleted, null));

    /// <summary>Answers the question of a node.</summary>
    /// <param name="taken">Completes with whether the answer was taken, once it is durable: false if the node does not ask any more.</param>
    /// <returns>False if this execution has ended.</returns>
    public bool Answer(string node, Answer answer, TaskCompletionSource<bool> taken)
    {
        if (!mailbox.Post(() => Take(node, answer, taken)))
            return false;
        // The run may end before it gets there.
        cancelled.Token.Register(() => taken.TrySetResult(false));
        return true;
    }

    void BeginWaits()
    {
        while (!Run.IsFinished && progression.Waiting.TryDequeue(out var id))
            Await(id);
    }

    /// <summary>Has the end of a node's wait posted.</summary>
    void Await(string id)
    {
        var node = Run.Node(id);
        scheduled++;
        if (node.Calls is { } calls)
        {
            Await(id, calls, node.Until);
            return;
        }
        if (node.Question is not null)
        {
            if (node.Until is { } until)
                _ = Later(until, () => EndQuestion(id));
            return;
        }
        _ = Later(node.Until!.Value, () =>
        {
            scheduled--;
            progression.EndWait(id);
        });
    }

    async ValueTask Take(string id, Answer answer, TaskCompletionSource<bool> taken)
    {
        try
        {
            var isOpen = Close(id, answer);
            await Commit();
            taken.TrySetResult(isOpen);
        }
        catch (Exception error)
        {
            taken.TrySetException(error);
            throw;
        }
    }

    /// <summary>The time for an answer is over: the node takes its time-out port if it has one, and fails otherwise.</summary>
    void EndQuestion(string id)
    {
        if (plan.Nodes[id].Ports.Names.Contains(Question.TimeoutPort))
        {
            Close(id, new(Question.TimeoutPort, null, null));
            return;
        }
        if (Run.Node(id) is not { Status: NodeStatus.Waiting, Question: not null })
            return;
        scheduled--;
        progression.RetryOrFail(id, "No answer came within the node's time-out. Raise the time-out in its settings, or set a “Time limit”.");
    }

    /// <summary>Ends the wait for a person.</summary>
    /// <returns>False if the wait had ended.</returns>
    bool Close(string id, Answer answer)
    {
        if (Run.Node(id) is not { Status: NodeStatus.Waiting, Question: not null })
            return false;
        scheduled--;
        progression.Complete(id, new(answer.ToOutput(clock.Now), answer.Decision), answer);
        return true;
    }

    /// <summary>Has the node wait for runs of another workflow. The wait is durable before the first of them starts.</summary>
    async ValueTask Call(string id, NodeOutcome.AwaitRuns wish)
    {
        switch (children.Plan(Run, wish))
        {
            case CallPlan.Planned planned:
                progression.Record(new NodeWaiting(id, progression.Deadline(id), Json.Null, planned.Calls, Memory: wish.Memory));
                await Commit();
                progression.Waiting.Enqueue(id);
                break;
            case CallPlan.Refused refused:
                progression.RetryOrFail(id, refused.Problem);
                break;
        }
    }

    void Await(string id, Calls calls, DateTimeOffset? until)
    {
        var awaited = calling[id] = children.Progress(calls);
        if (until is { } moment)
        {
            _ = Later(moment, () =>
            {
                if (StopWaiting(id, awaited))
                    progression.RetryOrFail(id, "The child runs took longer than the node's time-out. Raise the time-out in its settings, or reduce their work.");
            });
        }
        // What ended while the run was suspended has not been reported.
        if (awaited.Count.Done > 0)
            progress.Report(Run.Id, id, awaited.Count);
        if (awaited.IsOver)
            mailbox.Post(() => Resume(id, awaited));
        else
            StartCalls(id, awaited);
    }

    void StartCalls(string id, CallProgress awaited)
    {
        foreach (var call in stopping ? [] : awaited.TakeNext())
        {
            inFlight++;
            _ = StartCall(id, awaited, call);
        }
    }

    async Task StartCall(string id, CallProgress awaited, Call call)
    {
        var start = children.Start(Run, id, awaited.Calls, call);
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mailbox.Post(async () =>
        {
            inFlight--;
            // Throws what the journal threw, which is this run's failure too.
            switch (await start)
            {
                case RunStart.Started when calling.GetValueOrDefault(id) != awaited:
                    children.Cancel([call.Run]);
                    break;
                // A stopping server says nothing of the child: it is started when this run resumes.
                case RunStart.NotStarted refused and not RunStart.Stopping:
                    await EndCall(id, call.Run, hasCompleted: false, refused.Problem);
                    break;
            }
        });
    }

    async ValueTask EndCall(string id, Guid called, bool hasCompleted, string? refusal)
    {
        if (!calling.TryGetValue(id, out var awaited) || !awaited.End(called, hasCompleted, refusal))
            return;
        if (awaited.IsOver)
        {
            await Resume(id, awaited);
            return;
        }
        progress.Report(Run.Id, id, awaited.Count);
        StartCalls(id, awaited);
    }

    /// <summary>Resumes a node whose calls are over.</summary>
    async ValueTask Resume(string id, CallProgress awaited)
    {
        if (!StopWaiting(id, awaited))
            return;
        inFlight++;
        await Follow(id, nodes.Resume(plan.Nodes[id], children.Collect(awaited), Run, plan, secrets, cancelled.Token));
    }

    /// <summary>Ends the wait for calls. Those still in progress are cancelled.</summary>
    /// <returns>False if the wait had ended.</returns>
    bool StopWaiting(string id, CallProgress awaited)
    {
        if (calling.GetValueOrDefault(id) != awaited)
            return false;
        calling.Remove(id);
        scheduled--;
        children.Cancel(awaited.UnderWay);
        return true;
    }
}
