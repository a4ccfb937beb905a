using HtmxFlows.Credentials;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Makes the executor of a run. The execution uses the credentials of its launch until it ends.</summary>
sealed class RunExecutors(
    JournalWriters journals, NodeExecutor nodes, NodeItems items, ChildRuns children, RunProgress progress, OutputLimits outputs, RunLimits limits, Clock clock, CredentialSource credentials)
{
    public RunExecutor Create(FlowPlan plan, RunState run)
    {
        var secrets = credentials.Current.For(run.Workflow);
        return new(plan, journals.Open(run, secrets.Mask), secrets, nodes, items, children, progress, outputs, limits, clock);
    }
}
