
namespace HtmxFlows.Runs;

/// <summary>Whether a run may reuse another one. The set is closed.</summary>
abstract record ReusePlan
{
    ReusePlan() { }

    /// <param name="Events">The events that the new run begins with, not numbered yet.</param>
    public sealed record Planned(IReadOnlyList<RunEvent> Events) : ReusePlan;

    /// <param name="Problem">A sentence for people.</param>
    public sealed record Refused(string Problem) : ReusePlan;
}
