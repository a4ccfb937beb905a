using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Keeps what the nodes of a draft gave in its runs, in the commit of the event, for the editor.</summary>
static class DraftRunOutputs
{
    public static void Keep(DatabaseWriter writer, RunState run, RunEvent next)
    {
        if (run.Trigger != RunTrigger.Draft)
            return;
        if (next is NodeCompleted completed)
            DraftOutputs.Keep(writer, run.Workflow, completed.NodeId, completed.Output, [.. completed.Taken], completed.At, run.Id, run.Id);
        else if (next is NodeFailed { Output: { } output } failed)
            DraftOutputs.Keep(writer, run.Workflow, failed.NodeId, output, failed.Port is { } port ? [port] : [], failed.At, run.Id, run.Id);
    }
}
