using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>A node that is ready to run: its type, and its configuration read. A disabled one has a type that passes its input on.</summary>
public sealed record PlannedNode(FlowNode Node, NodeType Type, object Configuration, NodeSettings Settings)
{
    public string Id => Node.Id;

    /// <summary>The ports that edges may leave from; null is the default port.</summary>
    public NodePorts Ports { get; private init; } = new([.. PortsOf(Type.PortsOf(Configuration), Settings)], Type.TakesSeveralPorts(Configuration)) { IsTrigger = Type.Role == NodeRole.Trigger };

    /// <summary>Whether it starts runs, or would if it were not disabled.</summary>
    public bool IsTrigger => Ports.IsTrigger;

    /// <summary>A node that does nothing. Of its settings, only the join applies.</summary>
    /// <param name="ports">The ports that it had.</param>
    public static PlannedNode Disabled(FlowNode node, NodePorts ports) =>
        new(node, DisabledNode.Type, new DisabledNode.Configuration(ports.Names[0]), new() { Join = NodeSettings.Read(node.Data).Settings.Join, Disabled = true }) { Ports = ports };

    internal static IEnumerable<string?> PortsOf(IReadOnlyList<string> ports, NodeSettings settings)
    {
        string?[] own = ports.Count > 0 ? [.. ports] : [null];
        return settings.OnError == OnError.Port ? [.. own, NodeSettings.ErrorPort] : own;
    }

    /// <summary>Whether it may compute for long, and must not do so on its run's loop.</summary>
    public bool IsHeavy { get; } = Type.Execution == Execution.Background || Type.IsHeavy(Configuration) || Settings.Each?.IsHeavy == true;

    /// <summary>The templates of its configuration, with the keys of their fields.</summary>
    public IEnumerable<(string Field, Template Template)> Templates => Type.Shape.TemplatesOf(Configuration);

    /// <summary>The templates of its settings, which do not see its <see cref="OwnNames"/>.</summary>
    public IEnumerable<(string Field, Template Template)> SettingTemplates => NodeSettings.Shape.TemplatesOf(Settings, "settings.");

    /// <summary>Names that its configuration sees beside the run's data: those of its type, and those of an item.</summary>
    public IEnumerable<string> OwnNames => Settings.Each is null ? Type.OwnNames : Type.OwnNames.Concat(Each.Names);

    /// <summary>The output that is used instead of running the node; null in plans of published versions.</summary>
    public NodePin? Pin { get; init; }
}
