using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A node in a diagram.</summary>
/// <param name="Status">Null outside a run.</param>
/// <param name="IsSwap">Whether it replaces the node on the page.</param>
/// <param name="Progress">Its progress, if it is known.</param>
public sealed record NodeCard(FlowNode Node, NodeStatus? Status = null, bool IsSwap = false, NodeProgress? Progress = null)
{
    /// <summary>The link of a node on the page of a run: its inspector.</summary>
    public static string InspectorHref(FlowNode node) => $"?node={Uri.EscapeDataString(node.Id)}#inspector";

    /// <summary>The status of a node in the stream of a run, the same for every viewer.</summary>
    public static NodeCard InStream(FlowNode node, NodeState state, NodeProgress? progress = null) => Of(node, state, progress) with { IsSwap = true };

    /// <summary>A node of a run.</summary>
    public static NodeCard Of(FlowNode node, NodeState state, NodeProgress? progress) => new(node, state.Shown, Progress: progress) { Failures = ItemCells.CollectedIn(node.Data, state) };

    /// <summary>How many of its items failed although it completed; null if none did.</summary>
    public (int Failed, int Total)? Failures { get; init; }

    /// <summary>Its link. Default: its row on the same page.</summary>
    public string? Href { get; init; }

    /// <summary>Whether it is selected.</summary>
    public bool IsSelected { get; init; }

    public bool HasProblem { get; init; }

    /// <summary>Whether runs of the draft use a pinned output instead of running it.</summary>
    public bool IsPinned => Status is null && Node.Pin is not null;

    /// <summary>Whether it does nothing when it runs.</summary>
    public bool IsDisabled => Node is { IsDisabled: true, IsNote: false };

    /// <summary>The status that is written on it: a disabled node has no other word once it has passed its input on.</summary>
    public NodeStatus? State => IsDisabled && Status == NodeStatus.Completed ? null : Status;

    /// <summary>Whether the search finds it.</summary>
    public bool IsFound { get; init; }

    /// <summary>What became of it since an earlier version; null if it is the same, or there is none.</summary>
    public Change? Change { get; init; }

    /// <summary>The title of the node's type; for an imported node of an unknown type, also its original type.</summary>
    public string KindIn(NodeCatalogue catalogue) =>
        Node.OriginalType is { Length: > 0 } was ? $"{catalogue.TitleOf(Node.Type)}: {was}" : catalogue.TitleOf(Node.Type);

    /// <summary>What the node does, in a few words; empty if its configuration says nothing yet.</summary>
    public string DescriptionIn(NodeCatalogue catalogue) =>
        Node.IsPlaceholder ? "" : Excerpt.Of(catalogue.Find(Node.Type)?.Describe(new(Node.Data)) ?? "");

    /// <summary>The heading of the node's type, for its colour.</summary>
    public static string CategoryIn(NodeCatalogue catalogue, string type) => $"{catalogue.Find(type)?.Category}".ToLowerInvariant();

    /// <summary>For <c>aria-current</c>.</summary>
    public string? Current => IsSelected ? "true" : null;

    /// <summary>For <c>data-found</c>.</summary>
    public string FoundWord => IsFound ? "found" : "";
}
