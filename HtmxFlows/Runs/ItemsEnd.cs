using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>How the work on a node's items ended. The set is closed.</summary>
abstract record ItemsEnd
{
    ItemsEnd() { }

    /// <param name="Outcome">The list of the items' outputs.</param>
    public sealed record Completed(NodeOutcome.Completed Outcome) : ItemsEnd;

    /// <param name="Attempt">The attempt that failed, of the item or of the node.</param>
    public sealed record Failed(NodeOutcome.Failed Outcome, int Attempt) : ItemsEnd;

    /// <summary>The run was cancelled, or the server stops; the unfinished items run when the run resumes.</summary>
    public sealed record Stopped : ItemsEnd;
}
