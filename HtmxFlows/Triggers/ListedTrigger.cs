using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A trigger of a workflow, published or not.</summary>
/// <param name="Type">Its node type.</param>
/// <param name="Key">The key of its address; null if it has none.</param>
/// <param name="IsActive">Whether the published version has it, and the workflow is not archived.</param>
public sealed record ListedTrigger(FlowNode Node, NodeType Type, string? Key, bool IsActive)
{
    /// <summary>The same trigger as the draft has it; null if the draft has it no more.</summary>
    public ListedTrigger? Draft { get; init; }

    /// <summary>Whether other programs call it, so that there are deliveries of it, and an address of its draft.</summary>
    public bool ReceivesCalls => Key is not null && !Type.HasPage;

    /// <summary>The path of its address behind the app's own; null if it has none.</summary>
    /// <param name="isDraft">Whether that of the draft.</param>
    public string? Path(bool isDraft = false) => Type.AddressPath(Node.Data, Key, isDraft);
}
