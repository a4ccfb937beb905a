using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>The ports that a node may leave by.</summary>
/// <param name="Names">Their names; null is the default port.</param>
/// <param name="TakesSeveral">Whether it may take more than one of its own ports at once; the error port is always taken alone.</param>
/// <param name="TakesFirst">Whether it takes its first port and never another one, because it is disabled.</param>
public sealed record NodePorts(IReadOnlyList<string?> Names, bool TakesSeveral = false, bool TakesFirst = false)
{
    /// <summary>Whether the node is a trigger. A run starts at most one.</summary>
    public bool IsTrigger { get; init; }

    /// <summary>Whether a run may take the port.</summary>
    public bool MayTake(string? port) => !TakesFirst || port == Names[0];

    /// <summary>The ports of a node that may not be ready to run.</summary>
    /// <param name="outgoing">The edges that leave it. A disabled node has their ports if its own are not known.</param>
    public static NodePorts Of(FlowNode node, IEnumerable<FlowEdge> outgoing, NodeCatalogue catalogue)
    {
        var (settings, _) = NodeSettings.Read(node.Data);
        var type = catalogue.Find(node.Type);
        var configuration = type?.Read(node.Data).Configuration;
        var own = configuration is not null ? type!.PortsOf(configuration)
            : node.IsDisabled && type is not { HasFixedPorts: true } ? [.. outgoing.Select(edge => edge.Port).OfType<string>().Where(port => port != NodeSettings.ErrorPort).Distinct()]
            : type?.Ports ?? [];
        var takesSeveral = !node.IsDisabled && configuration is not null && type!.TakesSeveralPorts(configuration);
        return new([.. PlannedNode.PortsOf(own, settings)], takesSeveral, node.IsDisabled) { IsTrigger = type?.Role == NodeRole.Trigger };
    }
}
