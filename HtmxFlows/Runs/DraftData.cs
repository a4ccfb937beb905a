using System.Collections.Concurrent;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// What is known of the nodes of a draft: the last output of each from a test or a run of the draft, and else from the last run of the workflow.
/// It is read on demand, and may be used by several threads.
/// </summary>
/// <param name="last">Reads the last run; null if there was none.</param>
public sealed class DraftData(Guid workflow, DraftOutputs outputs, Func<RunState?> last)
{
    readonly Lazy<IReadOnlySet<string>> kept = new(() => outputs.Nodes(workflow));
    readonly Lazy<RunState?> lastRun = new(last);
    readonly ConcurrentDictionary<string, DraftOutput?> read = [];

    public Guid Workflow => workflow;

    /// <summary>The last run of the workflow, of whatever version; null if there was none.</summary>
    public RunState? LastRun => lastRun.Value;

    /// <summary>The kept outputs that are lists, by the ids of their nodes.</summary>
    public IReadOnlyDictionary<string, DraftList> Lists => outputs.Lists(workflow);

    /// <summary>Whether the node has an output. A pin is another thing.</summary>
    public bool Has(string node) => kept.Value.Contains(node) || OfLastRun(node) is not null;

    /// <summary>The last output of a node; null if there is none.</summary>
    public DraftOutput? Find(string node) => read.GetOrAdd(node, id => (kept.Value.Contains(id) ? outputs.Find(workflow, id) : null) ?? OfLastRun(id));

    DraftOutput? OfLastRun(string node) => LastRun?.Node(node) is { HasDelivered: true, Output: { } output } state
        ? new(output, [.. state.Taken], state.FinishedAt ?? LastRun.LastAt, LastRun.Id) : null;
}
