using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// What one node sees of its run: of the other nodes only its ancestors, so that it sees the same at any speed of its siblings. The state is the
/// one in which the node started; values are made on demand.
/// </summary>
sealed class RunData(FlowPlan plan, RunState run, string node, ApprovalAddresses approvals) : INodeData
{
    JsonElement? input;

    public JsonElement? Find(string name) => name switch
    {
        "prompt" => Json.Text(run.Prompt),
        "input" => input ??= Joining.Input(plan, run, node),
        "run" => Json.From(new { id = run.Id, workflow = run.Workflow, version = run.Version, started = run.StartedAt, input = run.Input ?? Json.Null, approvals = Addresses() }),
        "nodes" => Json.From(Earlier().ToDictionary(id => id, id => run.Node(id).Output)),
        // A node of that name hides the trigger.
        "trigger" when !plan.Graph.Contains(name) => run.TriggerData,
        _ => plan.Graph.IsAncestor(name, node) && run.Node(name) is { HasDelivered: true, Output: { } output } ? output : null,
    };

    public IEnumerable<string> Names => ["prompt", "input", "run", "nodes", .. run.TriggerData is null ? Array.Empty<string>() : ["trigger"], .. Earlier()];

    /// <summary>Where the questions of the flow's nodes are answered; a node may mail the address of another.</summary>
    Dictionary<string, string> Addresses() =>
        plan.Nodes.Values.Where(other => other.Type.AsksPerson).ToDictionary(other => other.Id, other => approvals.AddressOf(run.Id, other.Id));

    IEnumerable<string> Earlier() => plan.Graph.Order.Where(id => plan.Graph.IsAncestor(id, node) && run.Node(id).HasDelivered);
}
