using System.Runtime.InteropServices;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>A flow that has been checked and can run.</summary>
public sealed class FlowPlan
{
    FlowPlan(Flow flow, FlowCheck check, Dictionary<string, PlannedNode> nodes)
    {
        (Flow, Graph, Nodes, SingleInputs, Warnings) = (flow, check.Graph, nodes, check.SingleInputs!, check.Warnings);
        ActiveTriggers = [.. Graph.Ids.Select(id => nodes[id]).Where(node => node is { IsTrigger: true, Node.IsDisabled: false })];
        StartsWithTriggersOnly = Graph.Ids.All(id => nodes[id].IsTrigger || Graph.Incoming(id).Count > 0);
        Size = 6L * JsonMarshal.GetRawUtf8Value(flow.Source).Length + 2048L * check.TemplateWeight;
    }

    /// <summary>The most nodes that a flow may have.</summary>
    public const int MostNodes = 1000;

    /// <summary>The most edges that a flow may have.</summary>
    public const int MostEdges = 10_000;

    /// <summary>The most work that the templates of a flow may be, in their parts (see <see cref="TemplateLanguage.Weigh"/>); each text counts once.</summary>
    public const int MostTemplateWeight = 20_000;

    /// <summary>How many problems one check lists.</summary>
    public const int MostProblems = 200;

    public Flow Flow { get; }

    public FlowGraph Graph { get; }

    public IReadOnlyDictionary<string, PlannedNode> Nodes { get; }

    /// <summary>The nodes whose input is the output of one predecessor as it is.</summary>
    public SingleInputs SingleInputs { get; }

    /// <summary>What is probably not meant as it is, though it can run.</summary>
    public IReadOnlyList<FlowProblem> Warnings { get; }

    /// <summary>The triggers that are not disabled, in the flow's own order.</summary>
    public IReadOnlyList<PlannedNode> ActiveTriggers { get; }

    /// <summary>Whether every node that can start a run is a trigger.</summary>
    public bool StartsWithTriggersOnly { get; }

    /// <summary>About how much memory the plan takes, in bytes.</summary>
    public long Size { get; }

    /// <summary>Checks a whole flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="catalogue">The node types.</param>
    /// <param name="surroundings">The known secrets and workflows; null skips their check, and runs report unknown ones.</param>
    /// <param name="isDraft">Whether pinned outputs are used.</param>
    public static CheckedFlow Make(Flow flow, NodeCatalogue catalogue, FlowSurroundings? surroundings = null, bool isDraft = false)
    {
        var check = new FlowCheck(flow, catalogue, surroundings);
        var nodes = check.Run();
        if (isDraft)
            nodes = nodes.ToDictionary(node => node.Key, node => node.Value with { Pin = node.Value.Node.IsDisabled ? null : node.Value.Node.Pin });
        return check.Problems.Count == 0 ? new(flow, new(flow, check, nodes), []) : new(flow, null, check.Problems);
    }

    /// <inheritdoc cref="Make(Flow, NodeCatalogue, FlowSurroundings, bool)"/>
    public static CheckedFlow Make(string json, NodeCatalogue catalogue, FlowSurroundings? surroundings = null, bool isDraft = false)
    {
        var (flow, unreadable) = Flow.Parse(json);
        if (flow is null)
            return new(null, null, unreadable);
        var found = Make(flow, catalogue, surroundings, isDraft);
        return unreadable.Count == 0 ? found : new(flow, null, [.. unreadable, .. found.Problems]);
    }
}

/// <summary>What a check of a flow finds.</summary>
/// <param name="Flow">The flow, as far as it can be read; null if it is no flow at all.</param>
/// <param name="Plan">The flow, ready to run; null if there are problems.</param>
/// <param name="Problems">All problems, up to <see cref="FlowPlan.MostProblems"/>; none if there is a plan.</param>
public sealed record CheckedFlow(Flow? Flow, FlowPlan? Plan, IReadOnlyList<FlowProblem> Problems);
