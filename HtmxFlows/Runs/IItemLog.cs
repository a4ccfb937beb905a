using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>Keeps what a node's items have done. Its methods are called from several threads.</summary>
interface IItemLog
{
    /// <summary>Keeps the end of an item. The task completes when it is durable.</summary>
    /// <exception cref="OperationCanceledException">The execution of the run has ended.</exception>
    Task Keep(int index, int total, JsonElement output);

    /// <summary>Commits an item's change of the database with the end of the item.</summary>
    /// <returns>Completed, or Failed if the change failed; nothing is changed then.</returns>
    /// <inheritdoc cref="Keep" path="/exception"/>
    Task<NodeOutcome> Commit(int index, int total, NodeOutcome.Committing change);

    /// <summary>Reports the progress of a node whose items are not kept one by one.</summary>
    void Report(NodeProgress progress);
}
