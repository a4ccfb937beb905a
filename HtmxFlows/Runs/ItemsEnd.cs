using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>How the work on a node's items ended. The set is closed.</summary>
abstract record ItemsEnd
{
    ItemsEnd() { }

    /// <param name="Output">The list of the items' outputs.</param>
    /// <param name="Log">What the items have logged, each line behind the item's index; null if nothing.</param>
    public sealed record Completed(JsonElement Output, IReadOnlyList<string>? Log = null) : ItemsEnd;

    /// <param name="Attempt">The attempt that failed, of the item or of the node.</param>
    public sealed record Failed(NodeOutcome.Failed Outcome, int Attempt) : ItemsEnd;

    /// <summary>The run was cancelled, or the server stops; the unfinished items run when the run resumes.</summary>
    public sealed record Stopped : ItemsEnd;
}
