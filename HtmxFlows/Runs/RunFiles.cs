using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Runs;

/// <summary>How files go from run to run, in the commit of the event by which they do: a parent gives those in the input, a child run those in its result, and an earlier run all that it holds.</summary>
static class RunFiles
{
    public static void Pass(DatabaseWriter writer, RunState run, RunEvent next)
    {
        switch (next)
        {
            case WorkflowStarted { ReceivesFiles: true } started:
                Receive(writer, run.Id, started);
                break;
            case WorkflowCompleted completed when run.Parent is { } parent && FileValue.MayBeIn(completed.Result):
                FileRows.Pass(writer, run.Id, parent.Run, FileValue.In(completed.Result));
                break;
        }
    }

    static void Receive(DatabaseWriter writer, Guid run, WorkflowStarted started)
    {
        FileRows.Hold(writer, run, started.Files ?? []);
        if (started.RetryOf is { } retry)
            FileRows.PassAll(writer, retry.Run, run);
        if (started is { Parent: { } parent, Input: { } input })
            FileRows.Pass(writer, parent.Run, run, FileValue.In(input));
    }
}
