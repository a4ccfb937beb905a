using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>A node that is ready to run: its type, and its configuration read.</summary>
public sealed record PlannedNode(FlowNode Node, NodeType Type, object Configuration, NodeSettings Settings)
{
    public string Id => Node.Id;

    /// <summary>The ports that edges may leave from; null is the default port.</summary>
    public IEnumerable<string?> Ports => PortsOf(Type.PortsOf(Configuration), Settings);

    internal static IEnumerable<string?> PortsOf(IReadOnlyList<string> ports, NodeSettings settings)
    {
        string?[] own = ports.Count > 0 ? [.. ports] : [null];
        return settings.OnError == OnError.Port ? [.. own, NodeSettings.ErrorPort] : own;
    }

    /// <summary>Whether it may compute for long, and must not do so on its run's loop.</summary>
    public bool IsHeavy { get; } = Type.Execution == Execution.Background || Type.IsHeavy(Configuration);

    /// <summary>The output that is used instead of running the node; null in plans of published versions.</summary>
    public NodePin? Pin { get; init; }
}
