namespace HtmxFlows.Pages.Workflows;

/// <summary>A command that calls the API for one workflow, ready to be copied into a shell.</summary>
/// <param name="Text">What it does, in a sentence.</param>
public sealed record WorkflowCall(string Title, string Text, string Command);
