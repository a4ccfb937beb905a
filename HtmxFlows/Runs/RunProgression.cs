using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// What follows from what has happened in a run: records the events of outcomes, and tells which nodes start next and which begin to wait.
/// It waits for nothing and starts nothing.
/// </summary>
sealed class RunProgression(FlowPlan plan, JournalWriter journal, OutputLimits outputs, Clock clock)
{
    RunState Run => journal.Run;

    /// <summary>The attempts that start next.</summary>
    public Queue<(string Node, int Attempt)> Ready { get; } = [];

    /// <summary>The nodes whose recorded wait is to begin: for a moment, a person, or child runs.</summary>
    public Queue<string> Waiting { get; } = [];

    public void Begin(IReadOnlyList<RunEvent> first)
    {
        foreach (var next in first)
            Record(next);
        foreach (var id in plan.Graph.Order)
            Continue(id);
    }

    /// <summary>Continues a node from its state in the journal.</summary>
    void Continue(string id)
    {
        var node = Run.Node(id);
        switch (node.Status)
        {
            case NodeStatus.Pending:
                Decide(id);
                break;
            case NodeStatus.Running when plan.Nodes[id].Settings.OnCrash == OnCrash.Fail:
                Fail(id, "The server stopped while this node was running, and its setting “After a crash” is fail.");
                break;
            case NodeStatus.Running:
                Ready.Enqueue((id, node.Attempt + 1));
                break;
            case NodeStatus.Waiting:
                Waiting.Enqueue(id);
                break;
        }
    }

    public void Complete(string id, NodeOutcome.Completed completed, Answer? answer = null)
    {
        if (outputs.FindLimitViolation(Run, completed.Output) is { } violation)
        {
            Fail(id, new(violation) { Log = completed.Log }, Run.Node(id).Attempt);
            return;
        }
        Record(Completion(id, completed) with { By = answer?.Actor, Answered = answer?.Source });
        Advance(id);
    }

    /// <summary>The completion of a node by a change of the database, recorded with the change.</summary>
    /// <exception cref="NodeException">The output exceeds a limit.</exception>
    public NodeCompleted Completion(string id, JsonElement output) =>
        outputs.FindLimitViolation(Run, output) is { } violation ? throw new NodeException(violation) : Completion(id, new NodeOutcome.Completed(output));

    NodeCompleted Completion(string id, NodeOutcome.Completed completed) =>
        new(id, completed.Output, completed.Port, plan.Nodes[id].Settings.FormatOf(completed.Output, completed.Format), completed.MorePorts) { Log = completed.Log, Response = completed.Response };

    public void Wait(string id, NodeOutcome.Waiting waiting)
    {
        if (waiting.Until > Deadline(id))
            RetryOrFail(id, $"It would wait until {waiting.Until:O}, which is longer than the node's time-out. Raise the time-out in its settings, or shorten the wait.");
        else
            Wait(new(id, waiting.Until, waiting.Output));
    }

    public void Wait(string id, NodeOutcome.Asking asking) => Wait(new(id, Sooner(asking.Until, Deadline(id)), Json.Null, Question: asking.Question));

    void Wait(NodeWaiting wait)
    {
        Record(wait);
        Waiting.Enqueue(wait.NodeId);
    }

    /// <summary>When a node that begins to wait now has waited as long as its settings allow; null if they set no time-out.</summary>
    public DateTimeOffset? Deadline(string id) => plan.Nodes[id].Settings.Timeout is { } seconds ? clock.Now.AddSeconds(seconds) : null;

    static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    /// <summary>Continues a node whose moment has come: with its output, or with another attempt.</summary>
    public void EndWait(string id)
    {
        var node = Run.Node(id);
        if (node.Output is { } output)
            Complete(id, new(output, Format: OutputFormat.PassedOn));
        else
            Ready.Enqueue((id, node.Attempt + 1));
    }

    public void RetryOrFail(string id, string error) => RetryOrFail(id, new NodeOutcome.Failed(error));

    public void RetryOrFail(string id, NodeOutcome.Failed failed)
    {
        var attempt = Run.Node(id).Attempt;
        if (RetryPolicy.Next(plan.Nodes[id].Settings, attempt, clock.Now, RetryPolicy.Chance(Run.Id, id, attempt), failed.NotBefore) is { } until)
        {
            Record(new NodeRetrying(id, attempt, failed.Error, until) { Log = failed.Log });
            Waiting.Enqueue(id);
        }
        else
        {
            Fail(id, failed, attempt);
        }
    }

    void Fail(string id, string error) => Fail(id, new(error), Run.Node(id).Attempt);

    /// <summary>Fails a node that is not tried again.</summary>
    public void Fail(string id, NodeOutcome.Failed failed, int attempt)
    {
        var onError = plan.Nodes[id].Settings.OnError;
        if (onError == OnError.Fail)
        {
            Record(new NodeFailed(id, failed.Error) { Log = failed.Log });
            Record(new WorkflowFailed(failed.Error, id));
            return;
        }
        var value = ErrorValue.Of(id, attempt, failed, whole => outputs.FindLimitViolation(Run, whole) is null);
        Record(new NodeFailed(id, failed.Error, value, onError == OnError.Port ? NodeSettings.ErrorPort : null) { Log = failed.Log });
        Advance(id);
    }

    public void Finish()
    {
        var result = Joining.Completion(plan, Run);
        Record(outputs.FindLimitViolation(result.Result) is { } violation ? new WorkflowFailed($"{violation} This is the result of the run: end it with one node.") : result);
    }

    /// <summary>Decides the successors of a decided node.</summary>
    public void Advance(string id)
    {
        foreach (var edge in plan.Graph.Outgoing(id))
            Decide(edge.Target);
    }

    void Decide(string id)
    {
        if (Run.Node(id).Status != NodeStatus.Pending || Ready.Contains((id, 1)))
            return;
        switch (Joining.Decide(plan, Run, id))
        {
            case Decision.Start:
                Ready.Enqueue((id, 1));
                break;
            case Decision.Skip:
                Record(new NodeSkipped(id));
                Advance(id);
                break;
        }
    }

    /// <summary>Records an event, unless the run has ended.</summary>
    public void Record(RunEvent next)
    {
        if (!Run.IsFinished)
            journal.Add(next);
    }
}
