using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What happens to a node, by its incoming edges.</summary>
public enum Decision { Undecided, Start, Skip }

/// <summary>The rules by which edges deliver, nodes start or are skipped, and a run gets its result. Pure: the flow and the run's state in, the answer out.</summary>
public static class Joining
{
    enum Delivery { Open, Live, Dead }

    public static Decision Decide(FlowPlan plan, RunState run, string node)
    {
        var incoming = plan.Graph.Incoming(node);
        var (open, live, dead) = (0, 0, 0);
        foreach (var edge in incoming)
        {
            switch (DeliveryOf(run, edge))
            {
                case Delivery.Open: open++; break;
                case Delivery.Live: live++; break;
                default: dead++; break;
            }
        }
        return plan.Nodes[node].Settings.Join switch
        {
            _ when plan.Nodes[node].IsTrigger => run.Fired?.Node == node ? Decision.Start : Decision.Skip,
            _ when incoming.Count == 0 => Decision.Start,
            _ when dead == incoming.Count => Decision.Skip,
            Join.First when live > 0 => Decision.Start,
            Join.All when dead > 0 => Decision.Skip,
            Join.All or Join.Arriving when open == 0 => Decision.Start,
            _ => Decision.Undecided,
        };
    }

    /// <summary>
    /// The output of the predecessor that delivered, if no run can have two that do; otherwise an object of the outputs that were delivered, by
    /// id. Without a predecessor, the input of the run.
    /// </summary>
    public static JsonElement Input(FlowPlan plan, RunState run, string node)
    {
        var predecessors = plan.Graph.Predecessors(node).ToArray();
        if (predecessors is [var only])
            return run.Node(only).Output ?? Json.Null;
        if (predecessors.Length == 0)
            return run.Input ?? Json.Null;
        var live = plan.Graph.Incoming(node).Where(edge => DeliveryOf(run, edge) == Delivery.Live).Select(edge => edge.Source).ToHashSet();
        return plan.SingleInputs.Contains(node) ? run.Node(predecessors.First(live.Contains)).Output ?? Json.Null : Outputs(run, predecessors.Where(live.Contains));
    }

    /// <summary>The completion of a run. Its result is the output of the node that answered, if one did, and otherwise of the node that ended the run; of several, an object by their ids.</summary>
    public static WorkflowCompleted Completion(FlowPlan plan, RunState run)
    {
        string[] answers = [.. Answers(plan, run)];
        var given = answers.Length > 0 ? answers : [.. Ends(plan, run)];
        return given is [var only] ? new(run.Node(only).Output!.Value) { Response = run.Node(only).Response } : new(Outputs(run, given));
    }

    /// <summary>The nodes that answered; a later one on the same path replaces the one before it.</summary>
    static IEnumerable<string> Answers(FlowPlan plan, RunState run)
    {
        string[] all = [.. plan.Graph.Order.Where(id => plan.Nodes[id].Type.Role == NodeRole.Answer && run.Node(id).Status == NodeStatus.Completed)];
        return all.Length < 2 ? all : all.Except(all.SelectMany(plan.Graph.Ancestors));
    }

    /// <summary>The nodes that ended the run: those whose output no node took.</summary>
    static IEnumerable<string> Ends(FlowPlan plan, RunState run) =>
        plan.Graph.Order.Where(id => run.Node(id).HasDelivered && !plan.Graph.Outgoing(id).Any(edge => HasTaker(run, edge)));

    /// <summary>Whether the edge delivered, and to a node that was not skipped because of another edge.</summary>
    static bool HasTaker(RunState run, FlowEdge edge) => DeliveryOf(run, edge) == Delivery.Live && run.Node(edge.Target).Status != NodeStatus.Skipped;

    static Delivery DeliveryOf(RunState run, FlowEdge edge)
    {
        var source = run.Node(edge.Source);
        if (!source.IsDecided)
            return Delivery.Open;
        return source.HasDelivered && source.Took(edge.Port) ? Delivery.Live : Delivery.Dead;
    }

    static JsonElement Outputs(RunState run, IEnumerable<string> nodes) => Json.From(nodes.ToDictionary(id => id, id => run.Node(id).Output));
}
