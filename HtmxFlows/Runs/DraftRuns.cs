using HtmxFlows.Accounts;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Starts runs of drafts: each is kept as a version that is not published, and that the run stays with.</summary>
public sealed class DraftRuns(DraftStore drafts, DraftPublication publication, RunSupervisor supervisor)
{
    /// <summary>Runs the draft of a workflow as it is now.</summary>
    public async Task<RunStart> Start(RunRequest request, Actor actor) =>
        drafts.Find(request.Workflow) is { } draft ? await Start(draft, request, actor) : new RunStart.Missing();

    /// <summary>Runs a draft.</summary>
    public async Task<RunStart> Start(Draft draft, RunRequest request, Actor actor) => await publication.Keep(draft, actor) switch
    {
        KeepOutcome.Kept kept => await supervisor.Start(request with { Version = kept.Version }, actor),
        KeepOutcome.Invalid { Problems.Count: 1 } => new RunStart.Refused("Not started: fix 1 problem of the draft first."),
        KeepOutcome.Invalid invalid => new RunStart.Refused($"Not started: fix {invalid.Problems.Count} problems of the draft first."),
        _ => new RunStart.Missing(),
    };
}
