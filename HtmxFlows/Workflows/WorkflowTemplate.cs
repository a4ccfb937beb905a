namespace HtmxFlows.Workflows;

/// <summary>A complete workflow to begin from.</summary>
/// <param name="Key">What its address calls it.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Called">The workflows that it calls by their names.</param>
public sealed record WorkflowTemplate(string Key, WorkflowContent Workflow, IReadOnlyList<WorkflowContent> Called);
