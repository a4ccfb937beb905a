using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>Which runs a bulk action changes. A member that is missing or null restricts nothing.</summary>
/// <param name="Trigger">What started the runs.</param>
/// <param name="After">The runs started at this moment or later.</param>
/// <param name="Before">The runs started before this moment.</param>
/// <param name="Q">A text that the prompt contains, in any letter case.</param>
/// <param name="SubRuns">Includes runs that other runs called.</param>
/// <param name="Runs">These runs and no others.</param>
public sealed record RunFilterDocument(
    Guid? Workflow = null, RunStatus? Status = null, string? Trigger = null, DateTimeOffset? After = null, DateTimeOffset? Before = null, string? Q = null, bool SubRuns = false,
    IReadOnlyList<Guid>? Runs = null)
{
    public RunFilter ToFilter() => new()
    {
        Workflow = Workflow,
        Status = Status,
        Trigger = Trigger is null ? null : new(Trigger),
        After = After,
        Before = Before,
        Text = string.IsNullOrWhiteSpace(Q) ? null : Q,
        WithSubRuns = SubRuns,
        Only = Runs,
    };
}
