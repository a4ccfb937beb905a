namespace HtmxFlows.Pages.Workflows;

/// <summary>The result of the newest run of a workflow that completed.</summary>
/// <param name="Text">Its beginning, as people read it.</param>
public sealed record LastResult(Guid Run, DateTimeOffset At, string Text);
