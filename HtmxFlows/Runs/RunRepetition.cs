using HtmxFlows.Files;

namespace HtmxFlows.Runs;

/// <summary>What it takes to run a whole run again: its prompt and its input, with the newest version, as the next turn of its conversation.</summary>
public sealed class RunRepetition(Journal journal, FileStore files)
{
    /// <summary>The request; null if there is no such run.</summary>
    public RunRequest? Of(Guid id)
    {
        var run = RunState.Of(id, journal.Read(id));
        return run.LastSeq == 0 ? null : new(run.Workflow, run.Prompt, RunTrigger.Again, run.Thread, Input: run.Input, Files: FilesOf(run));
    }

    /// <summary>The files of the input that the run holds.</summary>
    IReadOnlyList<Guid> FilesOf(RunState run) =>
        run.Input is { } input ? [.. FileValue.In(input).Where(file => files.Find(file.Id, run.Id) is not null).Select(file => file.Id)] : [];
}
