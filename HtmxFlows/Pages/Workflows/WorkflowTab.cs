namespace HtmxFlows.Pages.Workflows;

/// <summary>The pages of a workflow that its head links to.</summary>
public enum WorkflowTab { Overview, Editor, Runs, Triggers, Versions, Api }
