using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

// What nodes wait for: a moment, a person, or runs that they have called.
sealed partial class RunExecutor
{
    readonly Dictionary<string, CallProgress> calling = [];

    /// <summary>Tells that a run has ended that a node had called.</summary>
    /// <returns>False if this execution has ended.</returns>
    public bool EndCall(string node, Guid called, bool hasCompleted) => mailbox.Post(() => EndCall(node, called, hasCompleted, null));

    /// <summary>Answers the question of a node.</summary>
    /// <param name="taken">Ends with whether the answer was taken, once it is durable: false if the node does not ask any more.</param>
    /// <returns>False if this execution has ended.</returns>
    public bool Answer(string node, Answer answer, TaskCompletionSource<bool> taken)
    {
        if (!mailbox.Post(() => Take(node, answer, taken)))
            return false;
        // The run may end before it gets there.
        cancelled.Token.Register(() => taken.TrySetResult(false));
        return true;
    }

    /// <summary>Has a waiting node go on when its time has come: with its output, or with another attempt.</summary>
    void Await(string id)
    {
        var node = run.Node(id);
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
            if (node.Output is { } output)
                Complete(id, new(output, Format: OutputFormat.PassedOn));
            else
                ready.Enqueue((id, node.Attempt + 1));
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

    /// <summary>Nobody has answered in time: the node's port for that is taken if it has one, and else it fails.</summary>
    void EndQuestion(string id)
    {
        if (plan.Nodes[id].Ports.Contains(ApproveNode.TimeoutPort))
        {
            Close(id, new(ApproveNode.TimeoutPort, null, null));
            return;
        }
        if (run.Node(id) is not { Status: NodeStatus.Waiting, Question: not null })
            return;
        scheduled--;
        RetryOrFail(id, "Nobody has answered within the node's time-out. Give it more time in its settings, or a port for it with “Within”.");
    }

    /// <summary>Ends the waiting for a person.</summary>
    /// <returns>False if it had ended.</returns>
    bool Close(string id, Answer answer)
    {
        if (run.Node(id) is not { Status: NodeStatus.Waiting, Question: not null })
            return false;
        scheduled--;
        Complete(id, new(answer.ToOutput(services.Time.GetUtcNow()), answer.Decision));
        return true;
    }

    /// <summary>Has the node wait for runs of another workflow. That it does is durable before the first of them is there.</summary>
    async ValueTask Call(string id, NodeOutcome.AwaitRuns wish)
    {
        var (calls, problem) = caller.Plan(run, wish);
        if (calls is null)
        {
            RetryOrFail(id, problem!);
            return;
        }
        Record(new NodeWaiting(id, Deadline(id), Json.Null, calls, Memory: wish.Memory));
        await Commit();
        Await(id);
    }

    void Await(string id, Calls calls, DateTimeOffset? until)
    {
        var progress = calling[id] = caller.Progress(calls);
        if (until is { } moment)
        {
            _ = Later(moment, () =>
            {
                if (Leave(id, progress))
                    RetryOrFail(id, "The runs that it waits for took longer than the node's time-out. Give it more time in its settings, or them less to do.");
            });
        }
        // Of what ended while the run slept, nobody has told.
        if (progress.Count.Done > 0)
            services.ReportProgress(run.Id, id, progress.Count);
        if (progress.IsOver)
            mailbox.Post(() => Resume(id, progress));
        else
            StartCalls(id, progress);
    }

    void StartCalls(string id, CallProgress progress)
    {
        foreach (var call in stopping ? [] : progress.TakeNext())
        {
            inFlight++;
            _ = StartCall(id, progress, call);
        }
    }

    async Task StartCall(string id, CallProgress progress, Call call)
    {
        var start = caller.Start(run, id, progress.Calls, call);
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mailbox.Post(async () =>
        {
            inFlight--;
            // Throws what the journal threw, which is this run's too.
            var started = await start;
            if (started.Run is not null && calling.GetValueOrDefault(id) != progress)
                caller.Cancel([call.Run]);
            // That the server is stopping says nothing of the run: it is started when this one is resumed.
            else if (started is { Run: null, Reason: not StartRefusal.Stopping })
                await EndCall(id, call.Run, hasCompleted: false, started.Problem);
        });
    }

    async ValueTask EndCall(string id, Guid called, bool hasCompleted, string? refusal)
    {
        if (!calling.TryGetValue(id, out var progress) || !progress.End(called, hasCompleted, refusal))
            return;
        if (progress.IsOver)
        {
            await Resume(id, progress);
            return;
        }
        services.ReportProgress(run.Id, id, progress.Count);
        StartCalls(id, progress);
    }

    /// <summary>Goes on with a node whose calls are over.</summary>
    async ValueTask Resume(string id, CallProgress progress)
    {
        if (!Leave(id, progress))
            return;
        inFlight++;
        await Follow(id, NodeExecution.Resume(plan.Nodes[id], caller.Collect(progress), run, plan, services, caller, cancelled.Token));
    }

    /// <summary>Ends the waiting for calls; those that are still under way are cancelled.</summary>
    /// <returns>False if it had ended.</returns>
    bool Leave(string id, CallProgress progress)
    {
        if (calling.GetValueOrDefault(id) != progress)
            return false;
        calling.Remove(id);
        scheduled--;
        caller.Cancel(progress.UnderWay);
        return true;
    }
}
