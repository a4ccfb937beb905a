using HtmxFlows.Files;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What it takes to run a run again: its prompt and its input, as the next turn of its conversation.</summary>
public sealed class RunRepetition(Journal journal, FileStore files, WorkflowStore workflows)
{
    /// <summary>The request to run all of it, with the newest version; null if there is no such run.</summary>
    public RunRequest? Of(Guid id)
    {
        var run = RunState.Of(id, journal.Read(id));
        return run.LastSeq == 0 ? null : Of(run);
    }

    /// <summary>The request to run all of it, with the newest version.</summary>
    public RunRequest Of(RunState run) => new(run.Workflow, run.Prompt, RunTrigger.Again, run.Thread, Input: run.Input, Files: FilesOf(run)) { Fired = run.Fired, TriggerData = run.Fired is null ? run.TriggerData : null };

    /// <summary>The versions with which a run can be run again from a node: its own, and the newest published one if that is another.</summary>
    public IReadOnlyList<WorkflowVersion> Versions(RunState run) => [.. new[] { run.Version, workflows.Find(run.Workflow)?.Version }
        .OfType<int>().Distinct().Select(version => workflows.FindVersion(run.Workflow, version)).OfType<WorkflowVersion>()];

    /// <summary>The files of the input that the run holds.</summary>
    IReadOnlyList<Guid> FilesOf(RunState run) =>
        run.Input is { } input ? [.. FileValue.In(input).Where(file => files.Find(file.Id, run.Id) is not null).Select(file => file.Id)] : [];
}
