namespace HtmxFlows.Runs;

/// <summary>Whose files a test may open: those that the outputs of the draft hold, and those of a run.</summary>
/// <param name="Workflow">The workflow of the draft.</param>
/// <param name="Run">Its last run; null if there was none.</param>
public sealed record TrialScope(Guid Workflow, Guid? Run);
