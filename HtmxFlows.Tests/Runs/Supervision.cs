using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

/// <summary>The supervisor as tests use it: with an anonymous actor.</summary>
static class Supervision
{
    public static Task<RunStart> Start(this RunSupervisor runs, RunRequest request) => runs.Start(request, Actor.Anonymous);

    public static Task Cancel(this RunSupervisor runs, Guid run) => runs.Cancel(run, Actor.Anonymous);

    public static Task<AnswerResult> Answer(
        this RunSupervisor runs, Guid run, string node, string decision, (JsonElement? Values, IReadOnlyList<FieldProblem> Problems) fields, string? by) =>
        runs.Answer(run, node, decision, fields, by, Actor.Anonymous, AnswerWay.Page);

    /// <summary>The run that was started.</summary>
    public static Guid Run(this RunStart start) => Assert.IsType<RunStart.Started>(start).Run;

    /// <summary>Why no run was started.</summary>
    public static string Problem(this RunStart start) => Assert.IsType<RunStart.NotStarted>(start, exactMatch: false).Problem;
}
