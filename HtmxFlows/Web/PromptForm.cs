namespace HtmxFlows.Web;

/// <summary>The form that starts a run.</summary>
/// <param name="Thread">The conversation that it goes on with; null begins one.</param>
/// <param name="Prompt">What is in it.</param>
/// <param name="Problem">What was wrong with what was sent.</param>
public sealed record PromptForm(Guid Workflow, Guid? Thread = null, string? Prompt = null, string? Problem = null);
