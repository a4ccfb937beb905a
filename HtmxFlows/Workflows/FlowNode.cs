using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>A node as the flow's JSON has it.</summary>
/// <param name="Id">What edges and templates call it.</param>
/// <param name="Type">The name of its node type.</param>
/// <param name="Label">What people call it; the id if it has none.</param>
/// <param name="Data">Its configuration, <c>settings</c> and <c>label</c> included; an object.</param>
public sealed record FlowNode(string Id, string Type, string Label, JsonElement Data)
{
    /// <summary>The keys that the data of every node may have beside its configuration.</summary>
    public static IReadOnlyCollection<string> CommonKeys { get; } = ["label", "settings", NodePin.Key];

    /// <summary>Whether it is a remark in the diagram, which takes no part in runs (<see cref="NodeRole.Note"/>).</summary>
    public bool IsNote => Type == NoteNode.TypeName;

    /// <summary>The text of a note; empty for any other node.</summary>
    public string NoteText => IsNote ? NoteNode.TextOf(Data) : "";

    /// <summary>Whether it starts runs (<see cref="NodeRole.Trigger"/>).</summary>
    public bool IsTrigger => Type is WebhookNode.TypeName or ScheduleNode.TypeName or FormNode.TypeName or ChatNode.TypeName or ErrorNode.TypeName;

    /// <summary>Whether it stands for an imported node whose type is unknown here (<see cref="NodeRole.Placeholder"/>).</summary>
    public bool IsPlaceholder => Type == UnsupportedNode.TypeName;

    /// <summary>The type that a placeholder had in the imported file; empty if it had none, and for any other node.</summary>
    public string OriginalType => IsPlaceholder ? UnsupportedNode.TypeOf(Data) : "";

    /// <summary>Whether it does nothing: its settings disable it, even if others of them are wrong.</summary>
    public bool IsDisabled { get; } = NodeSettings.IsDisabled(Data);

    /// <summary>The output that runs of the draft use instead of running the node; null if none is pinned.</summary>
    public NodePin? Pin { get; } = NodePin.Read(Data);
}
