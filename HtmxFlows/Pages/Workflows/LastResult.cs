using HtmxFlows.Views;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The result of the newest run of a workflow that completed.</summary>
/// <param name="View">Its beginning, as people read it.</param>
public sealed record LastResult(Guid Run, DateTimeOffset At, DataView View);
