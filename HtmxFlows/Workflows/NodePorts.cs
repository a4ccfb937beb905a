using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>The ports that a node may leave by.</summary>
/// <param name="Names">Their names; null is the default port.</param>
/// <param name="TakesSeveral">Whether it may take more than one of its own ports at once; the error port is always taken alone.</param>
public sealed record NodePorts(IReadOnlyList<string?> Names, bool TakesSeveral = false)
{
    /// <summary>The ports of a node that may not be ready to run.</summary>
    public static NodePorts Of(FlowNode node, NodeCatalogue catalogue)
    {
        var (settings, _) = NodeSettings.Read(node.Data);
        return catalogue.Find(node.Type) is not { } type ? new([.. PlannedNode.PortsOf([], settings)])
            : type.Read(node.Data).Configuration is { } configuration ? new([.. PlannedNode.PortsOf(type.PortsOf(configuration), settings)], type.TakesSeveralPorts(configuration))
            : new([.. PlannedNode.PortsOf(type.Ports, settings)]);
    }
}
