using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>A question that a run asks people now.</summary>
/// <param name="Node">The id of the node that asks.</param>
/// <param name="Version">The version of the workflow that the run has.</param>
/// <param name="Prompt">The prompt of the run.</param>
/// <param name="Since">When it was asked.</param>
/// <param name="Until">When the run continues without an answer; null if it waits as long as it may take.</param>
public sealed record OpenQuestion(
    Guid Run, string Node, Guid Workflow, string WorkflowName, int Version, string Prompt, Question Question, DateTimeOffset Since, DateTimeOffset? Until);
