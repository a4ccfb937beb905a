
namespace HtmxFlows.Runs;

public static class RunStatuses
{
    /// <summary>Whether a status is never left.</summary>
    public static bool IsFinal(this RunStatus status) => status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}
