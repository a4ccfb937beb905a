using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>
/// A run as its journal has it: a pure fold over the events. The executor resumes from it, the run page renders it, the API
/// serialises it; there is no other state of a run.
/// </summary>
public sealed record RunState(Guid Id)
{
    public RunStatus Status { get; private init; } = RunStatus.Queued;

    public Guid Workflow { get; private init; }

    public int Version { get; private init; }

    public Guid Thread { get; private init; }

    public RunTrigger Trigger { get; private init; } = new("");

    /// <inheritdoc cref="WorkflowStarted.UpTo"/>
    public string? UpTo { get; private init; }

    /// <summary>The node of another run that waits for this one; null if none does.</summary>
    public RunParent? Parent { get; private init; }

    /// <inheritdoc cref="WorkflowStarted.StartedBy"/>
    public RunStarter? StartedBy { get; private init; }

    /// <summary>The trigger that started it; null if the nodes started that are no triggers.</summary>
    public FiredTrigger? Fired { get; private init; }

    /// <summary>What <c>trigger</c> is in expressions; null if it is nothing.</summary>
    public JsonElement? TriggerData { get; private init; }

    /// <inheritdoc cref="RunRequest.TraceParent"/>
    public string? TraceParent { get; private init; }

    public string Prompt { get; private init; } = "";

    /// <summary>An object with every input that the workflow declares; null if it declares none.</summary>
    public JsonElement? Input { get; private init; }

    public JsonElement? Result { get; private init; }

    /// <inheritdoc cref="WorkflowCompleted.Response"/>
    public RunResponse? Response { get; private init; }

    public string? Error { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    /// <inheritdoc cref="WorkflowStarted.Key"/>
    public string? Key { get; private init; }

    /// <summary>When the run left its queue, or its start if it was in none; null as long as it is queued.</summary>
    public DateTimeOffset? BegunAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private init; }

    /// <inheritdoc cref="WorkflowCancelled.ReplacedBy"/>
    public Guid? ReplacedBy { get; private init; }

    /// <summary>The number and the time of the last event.</summary>
    public long LastSeq { get; private init; }

    public DateTimeOffset LastAt { get; private init; }

    /// <summary>The nodes that are no longer pending.</summary>
    public ImmutableDictionary<string, NodeState> Nodes { get; private init; } = ImmutableDictionary<string, NodeState>.Empty;

    /// <summary>The size of the nodes' outputs together, in bytes of JSON.</summary>
    public long OutputBytes { get; private init; }

    /// <summary>Whether a node has ever asked a person.</summary>
    public bool HasAsked { get; private init; }

    int Running { get; init; }

    int Waiting { get; init; }

    public bool HasNodesInFlight => Running + Waiting > 0;

    public bool IsFinished => Status.IsFinal();

    /// <summary>The first moment at which a waiting node continues, or is tried again; null if there is none.</summary>
    public DateTimeOffset? NextDue => Nodes.Values.Where(node => node.Status == NodeStatus.Waiting).Min(node => node.Until);

    public NodeState Node(string id) => Nodes.GetValueOrDefault(id, NodeState.Pending);

    public static RunState Of(Guid id, IEnumerable<RunEvent> events) => events.Aggregate(new RunState(id), (state, next) => state.Apply(next));

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event is not the next one, or is not allowed in this state.</exception>
    public RunState Apply(RunEvent next)
    {
        if (next.Seq != LastSeq + 1)
            throw new InvalidOperationException($"Run {Id} has {LastSeq} events, and the next one is numbered {next.Seq}.");
        if (!StateMachine.Allows(this, next))
            throw new InvalidOperationException($"Run {Id} is {Status}, and there is an event that cannot come now: {next.Name} {(next as NodeEvent)?.NodeId}");
        return Fold(next) with { LastSeq = next.Seq, LastAt = next.At };
    }

    RunState Fold(RunEvent next) => next switch
    {
        WorkflowStarted started => this with
        {
            Status = started.Queued == true ? RunStatus.Queued : RunStatus.Running,
            Workflow = started.Workflow,
            Version = started.Version,
            Thread = started.Thread,
            Trigger = started.Trigger,
            UpTo = started.UpTo,
            Parent = started.Parent,
            StartedBy = started.StartedBy,
            Fired = started.Fired is { } node ? new(node, started.FiredData ?? Json.Null) : null,
            TriggerData = started.FiredData,
            TraceParent = started.TraceParent,
            Prompt = started.Prompt,
            Input = started.Input,
            StartedAt = started.At,
            Key = started.Key,
            BegunAt = started.Queued == true ? null : started.At,
        },
        WorkflowResumed => this,
        NodeStarted started => With(started, Node(started.NodeId) with
        {
            Status = NodeStatus.Running,
            Attempt = started.Attempt,
            Until = null,
            Round = 0,
            Earlier = null,
            StartedAt = Node(started.NodeId).StartedAt ?? started.At,
        }),
        NodeRetrying retrying => With(retrying, Node(retrying.NodeId) with { Status = NodeStatus.Waiting, Until = retrying.Until, Error = retrying.Error, Calls = null, Memory = null, Log = retrying.Log }),
        NodeWaiting waiting => With(waiting, Node(waiting.NodeId) with
        {
            Status = NodeStatus.Waiting,
            Until = waiting.Until,
            Output = waiting is { Calls: null, Question: null } ? waiting.Output : null,
            Calls = waiting.Calls,
            Question = waiting.Question,
            Memory = waiting.Memory,
            Round = Node(waiting.NodeId).Round + (waiting.Calls is null ? 0 : 1),
            Earlier = Earlier(Node(waiting.NodeId)),
        }),
        NodeItemCompleted item => With(item, Node(item.NodeId) with { Items = (Node(item.NodeId).Items ?? FinishedItems.None).With(item) }),
        NodeCompleted completed => With(completed, Node(completed.NodeId) with
        {
            Status = NodeStatus.Completed,
            Output = completed.Output,
            Port = completed.Port,
            MorePorts = completed.MorePorts,
            Format = completed.Format,
            Error = null,
            Until = null,
            Calls = null,
            Question = null,
            Memory = null,
            Earlier = null,
            Log = completed.Log,
            Response = completed.Response,
            Items = null,
            FinishedAt = completed.At,
        }),
        NodeFailed failed => With(failed, Node(failed.NodeId) with
        {
            Status = NodeStatus.Failed,
            Error = failed.Error,
            Output = failed.Output,
            Port = failed.Port,
            Until = null,
            Calls = null,
            Question = null,
            Memory = null,
            Earlier = null,
            Log = failed.Log,
            Items = null,
            FinishedAt = failed.At,
        }),
        NodeSkipped skipped => With(skipped, new NodeState(NodeStatus.Skipped, FinishedAt: skipped.At)),
        WorkflowCompleted completed => End(RunStatus.Completed, completed.At) with { Result = completed.Result, Response = completed.Response },
        WorkflowFailed failed => End(RunStatus.Failed, failed.At) with { Error = failed.Error },
        WorkflowCancelled cancelled => End(RunStatus.Cancelled, cancelled.At) with { ReplacedBy = cancelled.ReplacedBy },
        _ => throw new InvalidOperationException($"{next.Name} is no event of a run."),
    };

    /// <summary>The runs that a node has called, when it waits once more.</summary>
    static ImmutableList<Guid>? Earlier(NodeState node) =>
        node.Calls is { } calls ? (node.Earlier ?? []).AddRange(calls.Runs.Select(call => call.Run)) : node.Earlier;

    RunState With(NodeEvent next, NodeState node)
    {
        var running = Running + Change(next.NodeId, node, NodeStatus.Running);
        var waiting = Waiting + Change(next.NodeId, node, NodeStatus.Waiting);
        var status = Status == RunStatus.Queued && next.Reused == true ? RunStatus.Queued : running == 0 && waiting > 0 ? RunStatus.Waiting : RunStatus.Running;
        return this with
        {
            Nodes = Nodes.SetItem(next.NodeId, node),
            OutputBytes = OutputBytes + (node is { IsDecided: true, Output: { } output } ? JsonMarshal.GetRawUtf8Value(output).Length : 0),
            Running = running,
            Waiting = waiting,
            HasAsked = HasAsked || node.Question is not null,
            Status = status,
            BegunAt = BegunAt ?? (status == RunStatus.Queued ? null : next.At),
        };
    }

    /// <summary>How many more (or fewer) nodes have a status when one of them changes.</summary>
    int Change(string id, NodeState after, NodeStatus status) => (after.Status == status ? 1 : 0) - (Node(id).Status == status ? 1 : 0);

    /// <summary>What was in flight when a run ends is cancelled.</summary>
    RunState End(RunStatus status, DateTimeOffset at)
    {
        var nodes = Nodes.ToBuilder();
        foreach (var (id, node) in Nodes)
        {
            if (!node.IsDecided)
                nodes[id] = node with { Status = NodeStatus.Cancelled, FinishedAt = at, Until = null, Question = null };
        }
        return this with { Status = status, FinishedAt = at, Nodes = nodes.ToImmutable() };
    }
}
