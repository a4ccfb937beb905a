using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>What the editor shows as the result of a form, besides the draft.</summary>
public sealed record EditorNotice
{
    public static EditorNotice None { get; } = new();

    /// <summary>Why a change was not made.</summary>
    public string? Refusal { get; init; }

    /// <summary>The changes by someone else that a change conflicts with; null if there is no conflict.</summary>
    public IReadOnlyList<DraftChange>? Theirs { get; init; }

    /// <summary>What the refused change would do to the draft as it is now; null if it cannot be made.</summary>
    public FlowDiff? Mine { get; init; }

    /// <summary>The changes by others that a saved change was merged with.</summary>
    public IReadOnlyList<DraftChange> Merged { get; init; } = [];

    /// <summary>The selected nodes.</summary>
    public IReadOnlyCollection<string> Chosen { get; init; } = [];

    /// <summary>The nodes that were copied, as JSON.</summary>
    public string? Copied { get; init; }

    /// <summary>The result of a test of the node.</summary>
    public TrialResult? Trial { get; init; }

    /// <summary>The input of that test.</summary>
    public string? Given { get; init; }

    /// <summary>The form that runs the draft, as it was refused.</summary>
    public PromptForm? RunForm { get; init; }

    /// <summary>Whether the notice, and not the panel, gets the focus.</summary>
    public bool HasFocus => Refusal is not null || Theirs is not null;
}
