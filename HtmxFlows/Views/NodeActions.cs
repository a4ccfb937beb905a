using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>What a viewer can do with a node of a run. It is for one viewer, and is in no frame.</summary>
/// <param name="Draft">The draft of the workflow, if it has the node.</param>
/// <param name="IsOfDraft">Whether the run executes a draft.</param>
public sealed record NodeActions(RunNode Node, Draft? Draft, bool IsOfDraft)
{
    /// <summary>The longest output that is pinned from here, in characters of JSON.</summary>
    public const int LongestPin = 64 * 1024;

    public bool OffersRunFromHere => Node.View.Run.IsFinished && Node.State.Status != Runs.NodeStatus.Pending;

    /// <summary>The output to pin in the draft, as JSON; null if there is none, or if it is too long.</summary>
    public string? Pin => Draft is not null && Node.State.Status == Runs.NodeStatus.Completed && Node.Output is { } output && output.GetRawText() is { Length: <= LongestPin } json ? json : null;
}
