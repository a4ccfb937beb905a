using System.Collections.Immutable;
using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>A node in a run.</summary>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Output">Its output, or the future output of a waiting node; null if none yet.</param>
/// <param name="Port">The port that it took; null is the default port.</param>
/// <param name="MorePorts">Ports that it took beside it, if there were several.</param>
/// <param name="Until">When a waiting node continues, or is tried again.</param>
/// <param name="Calls">The runs that a waiting node waits for, or waited for when it was cancelled.</param>
/// <param name="Round">How often this attempt has called runs.</param>
/// <param name="Question">What a waiting node asks a person.</param>
/// <param name="Log">What its last attempt has logged, line by line; null if nothing.</param>
/// <param name="Items">The items that have ended, of a node in flight that runs for each item of a list and journals them.</param>
/// <param name="Earlier">The runs that this attempt of a waiting node has called before those that it waits for; null if there are none.</param>
/// <param name="Response">How the output is sent to a caller as the result of the run.</param>
public sealed record NodeState(
    NodeStatus Status, int Attempt = 0, JsonElement? Output = null, string? Port = null, OutputFormat? Format = null, string? Error = null,
    DateTimeOffset? StartedAt = null, DateTimeOffset? FinishedAt = null, DateTimeOffset? Until = null,
    Calls? Calls = null, int Round = 0, Question? Question = null, JsonElement? Memory = null, IReadOnlyList<string>? MorePorts = null,
    IReadOnlyList<string>? Log = null, FinishedItems? Items = null, RunResponse? Response = null, ImmutableList<Guid>? Earlier = null)
{
    public static NodeState Pending { get; } = new(NodeStatus.Pending);

    /// <summary>The status as people see it: while its runs work, a node that waits for them is at work.</summary>
    public NodeStatus Shown => Status == NodeStatus.Waiting && Calls is not null ? NodeStatus.Running : Status;

    /// <summary>Whether it has ended with an output for its successors; a failed node has one only if its settings let the run continue.</summary>
    public bool HasDelivered => Status == NodeStatus.Completed || Status == NodeStatus.Failed && Output is not null;

    /// <summary>Whether its output left by this port; null is the default port.</summary>
    public bool Took(string? port) => Port == port || port is not null && MorePorts?.Contains(port) == true;

    /// <summary>The names of all ports by which its output left; none if it is the default port.</summary>
    public IEnumerable<string> Taken => Port is null ? [] : [Port, .. MorePorts ?? []];

    /// <summary>Whether it has a terminal status.</summary>
    public bool IsDecided => Status is NodeStatus.Completed or NodeStatus.Failed or NodeStatus.Skipped or NodeStatus.Cancelled;
}
